//! Lines keep their numbers, whatever lies between them, and nothing grows without bound.

use super::*;

fn read(input: &[u8]) -> Vec<(u64, String)> {
    let mut seen = Vec::new();
    LineChunks::new(input)
        .each(|first, chunk| {
            match chunk {
                Chunk::Plain { bytes, spans, .. } => {
                    for (at, span) in spans.into_iter().enumerate() {
                        let text = String::from_utf8_lossy(&bytes[span]).into_owned();
                        seen.push((first + at as u64, text));
                    }
                }
                Chunk::Damaged { reason, .. } => seen.push((first, format!("damaged: {reason}"))),
                Chunk::Bodies { .. } => unreachable!("lines hold no body files"),
            }
            true
        })
        .unwrap();
    seen
}

#[test]
fn numbers_survive_blank_lines_marks_and_line_ends() {
    let seen = read(b"\xef\xbb\xbfone\r\n\n  \ntwo\nthree");
    assert_eq!(seen, [(1, "one".into()), (4, "two".into()), (5, "three".into())]);
    assert!(read(b"").is_empty() && read(b"\n\r\n").is_empty());
}

#[test]
fn an_endless_line_is_one_failure() {
    let long = "x".repeat(3 * MAX_LINE);
    let seen = read(format!("a\n{long}\nb\n{long}").as_bytes());
    let reason = format!("damaged: the line is longer than {MAX_LINE} bytes");
    assert_eq!(seen, [(1, "a".into()), (2, reason.clone()), (3, "b".into()), (4, reason)]);
}

#[test]
fn many_lines_come_in_bounded_chunks() {
    let input = (1..=2000).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
    let seen = read(input.as_bytes());
    assert!(seen.iter().all(|(number, text)| *text == number.to_string()) && seen.len() == 2000);
}
