//! Tokens are what they say, and nothing near them is.

use super::*;

#[test]
fn a_token_reads_as_it_was_made() {
    let token = Token::generate().unwrap();
    let read: Token = token.expose().parse().unwrap();
    assert_eq!(read.id(), token.id());
    assert_eq!(token.expose().len(), 66);
    let pepper = Pepper::new(&[7; 32]);
    assert!(read.is(&token.mac(&pepper), &pepper));
    assert!(!read.is(&token.mac(&Pepper::new(&[8; 32])), &pepper));
    assert!(!read.is(&[], &pepper));
    assert!(!format!("{token:?}").contains(&token.expose()[20..]));
}

#[test]
fn the_checksum_is_crc_32() {
    // The check value of CRC-32/ISO-HDLC for "123456789" is cbf43926: 3,421,780,262 in base 62.
    let value = checksum("123456789").bytes().fold(0u64, |sum, digit| {
        sum * 62 + ALPHABET.iter().position(|&it| it == digit).unwrap() as u64
    });
    assert_eq!(value, 0xcbf4_3926);
}

#[test]
fn every_changed_or_missing_character_is_seen() {
    let token = Token::generate().unwrap();
    let text = token.expose();
    for at in 0..text.len() {
        let mut other = text.as_bytes().to_vec();
        other[at] = if other[at] == b'x' { b'y' } else { b'x' };
        let other = String::from_utf8(other).unwrap();
        assert!(other.parse::<Token>().is_err(), "{at}");
        assert!(text[..at].parse::<Token>().is_err(), "{at}");
    }
    for wrong in ["", "cosu_", "Bearer x", &text.replace("cosu_", "coss_"), &format!("{text} ")] {
        assert_eq!(wrong.parse::<Token>().unwrap_err(), TokenError::Form, "{wrong}");
    }
}
