//! The draw is fair, stable and what a reader of the description would compute; the bound agrees with the tables auditors use.

use super::*;

fn frame(checkpoint: &str, size: usize) -> (String, Vec<u8>) {
    let decisions =
        (0..size).map(|i| if i % 10 == 0 { 1 } else { u8::from(i % 97 == 5) * 2 }).collect();
    (checkpoint.to_owned(), decisions)
}

fn draw_from(frames: &[(String, Vec<u8>)], nonce: &[u8], count: u64) -> Vec<Vec<u64>> {
    let frames: Vec<_> =
        frames.iter().map(|(c, d)| Frame { commitment: c, decisions: d }).collect();
    draw(nonce, &frames, count)
}

#[test]
fn every_stratum_is_drawn_from_and_the_count_is_met() {
    let frames = [frame("a\n", 5000), frame("b\n", 300), frame("c\n", 0), frame("d\n", 3)];
    for count in [1, 7, 100, 1000, 5303, 9999] {
        let drawn = draw_from(&frames, b"nonce", count);
        let total: usize = drawn.iter().map(Vec::len).sum();
        assert_eq!(total as u64, count.min(5303), "{count}");
        assert!(drawn.iter().all(|indexes| indexes.is_sorted_by(|a, b| a < b)));
    }
    let drawn = draw_from(&frames, b"nonce", 1000);
    let denials = drawn[0].iter().filter(|&&i| frames[0].1[i as usize] == 1).count();
    assert!(denials >= 59, "{denials}");
}

#[test]
fn the_draw_depends_on_nonce_and_checkpoint_and_grows_consistently() {
    let frames = [frame("a\n", 4000)];
    assert_ne!(draw_from(&frames, b"one", 50), draw_from(&frames, b"two", 50));
    assert_ne!(draw_from(&frames, b"one", 50), draw_from(&[frame("b\n", 4000)], b"one", 50));
    let (small, large) = (draw_from(&frames, b"one", 400), draw_from(&frames, b"one", 900));
    assert!(small[0].iter().all(|index| large[0].contains(index)));
}

#[test]
fn tickets_are_what_the_description_says() {
    let decisions = vec![0; 1000];
    let drawn = draw(b"n", &[Frame { commitment: "text\n", decisions: &decisions }], 10);
    let seed = Digest::of(b"ntext\n");
    let mut tickets: Vec<_> =
        (0..1000_u64).map(|i| (Digest::of(&[&seed.0[..], &i.to_be_bytes()].concat()), i)).collect();
    tickets.sort_unstable();
    let mut expected: Vec<_> = tickets[..10].iter().map(|(_, index)| *index).collect();
    expected.sort_unstable();
    assert_eq!(drawn, [expected]);
}

#[test]
fn bounds_agree_with_the_tables() {
    for (drawn, deviations, bound) in
        [(59, 0, 0.0495), (299, 0, 0.00997), (93, 1, 0.0501), (50_000, 0, 0.00006)]
    {
        let computed = upper_bound_95(10_000_000, drawn, deviations);
        assert!((computed - bound).abs() < bound * 0.01, "{drawn} {deviations}: {computed}");
    }
    assert!(upper_bound_95(100, 100, 3) - 0.03 < 1e-12);
    assert!(upper_bound_95(10, 0, 0) - 1.0 < 1e-12);
}
