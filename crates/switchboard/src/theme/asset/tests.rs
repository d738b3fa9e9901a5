//! Files that are what they begin with.

use super::{font, image};

fn png(width: u32, height: u32) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(),
        &width.to_be_bytes(),
        &height.to_be_bytes(),
        &[8, 6, 0, 0, 0],
    ]
    .concat()
}

fn ico(size: u32) -> Vec<u8> {
    let entry =
        [[16, 16, 0, 0].as_slice(), &[1, 0, 32, 0], &size.to_le_bytes(), &22_u32.to_le_bytes()]
            .concat();
    [b"\0\0\x01\0\x01\0".as_slice(), &entry, &[0; 40]].concat()
}

fn woff2(length: u32) -> Vec<u8> {
    let mut font = vec![0; 64];
    font[..4].copy_from_slice(b"wOF2");
    font[8..12].copy_from_slice(&length.to_be_bytes());
    font
}

#[test]
fn files_are_what_they_begin_with() {
    assert!(image("a.png", &png(64, 64)).is_empty());
    assert!(image("a.ico", &ico(40)).is_empty());
    assert!(font("a.woff2", &woff2(64)).is_empty());
    for (found, words) in [
        (image("a.png", b"<svg onload=alert(1)>"), "is no PNG"),
        (image("a.png", &png(0, 64)), "0 by 64"),
        (image("a.png", &png(64, 100_000)), "100000 pixels"),
        (image("a.png", &png(1, 1)[..18]), "ends within"),
        (image("a.ico", &ico(41)), "not in it"),
        (image("a.ico", b"\0\0\x01\0\xff\xff"), "not in it"),
        (image("a.ico", b"GIF89a"), "is no ICO"),
        (image("a.gif", b"GIF89a"), "no SVG, PNG or ICO"),
        (image("a.png", &vec![0; 300_000]), "more than 262144"),
        (font("a.woff2", b"OTTO"), "no WOFF2"),
        (font("a.woff2", &woff2(65)), "says it has 65 bytes, and has 64"),
        (font("a.woff2", &vec![0; 600_000]), "more than 524288"),
    ] {
        assert!(found.len() == 1 && found[0].message.contains(words), "{words}: {found:?}");
    }
}
