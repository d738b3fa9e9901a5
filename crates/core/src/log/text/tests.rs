//! One spelling for each value.

use super::*;

#[test]
fn decimals_have_one_spelling() {
    for good in [0, 1, 9, 10, 255, u64::MAX] {
        assert_eq!(decimal(&good.to_string()), Some(good));
    }
    for bad in
        ["", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "0x1", "١", "18446744073709551616", "1.0"]
    {
        assert_eq!(decimal(bad), None, "{bad:?}");
    }
}

#[test]
fn base64_has_one_spelling() {
    let zero = Digest([0; 32]);
    let text = to_base64(zero);
    assert_eq!(digest(&text), Some(zero));
    let bad = [
        text[..43].to_owned(),
        text.replace('=', ""),
        format!("{text}="),
        format!("{text}\n"),
        // The last character's two low bits are not part of the 32 bytes.
        text.replace("A=", "B="),
        text.replacen('A', "-", 1),
        text.replacen('A', "_", 1),
        text.replacen("AA", "A ", 1),
        to_base64([0; 31]),
        to_base64([0; 33]),
    ];
    for bad in bad {
        assert_eq!(digest(&bad), None, "{bad:?}");
    }
}

#[test]
fn lines_end_and_carry_no_control_characters() {
    for good in ["\n", "a\n", "a\n\nb\n", "ü — \u{7f}\n"] {
        assert!(is_lines(good), "{good:?}");
    }
    for bad in ["", "a", "a\nb", "a\r\n", "a\tb\n", "\0\n", "\u{1b}[0m\n"] {
        assert!(!is_lines(bad), "{bad:?}");
    }
}
