//! Columns decode to what was encoded, and refuse what is no column.

use crate::model::Column;

fn column(width: u8, digits: &str) -> Column {
    Column { width, digits: digits.to_owned() }
}

#[test]
fn columns_decode_to_what_was_encoded() {
    for (largest, width) in [
        (0, 1),
        (63, 1),
        (64, 2),
        (4095, 2),
        (4096, 3),
        (262_143, 3),
        (262_144, 4),
        (16_777_215, 4),
    ] {
        let values: Vec<u32> = (0..100).map(|i| largest / 99 * i).chain([largest]).collect();
        let encoded = Column::encode(&values).unwrap();
        assert_eq!(encoded.width, width, "{largest}");
        assert_eq!(encoded.decode().unwrap(), values);
        for (index, value) in values.iter().enumerate() {
            assert_eq!(encoded.at(index), Some(*value));
        }
        assert_eq!(encoded.at(values.len()), None);
    }
}

#[test]
fn a_column_says_its_numbers_in_base64url() {
    assert_eq!(Column::encode(&[0, 25, 26, 51, 52, 61, 62, 63]), Some(column(1, "AZaz09-_")));
    assert_eq!(Column::encode(&[0, 64]), Some(column(2, "AABA")));
    assert_eq!(Column::encode(&[]), Some(column(1, "")));
}

#[test]
fn what_is_no_column_is_refused() {
    assert_eq!(Column::encode(&[16_777_216]), None);
    for wrong in
        [column(0, ""), column(5, "AAAAA"), column(2, "AAA"), column(1, "A="), column(1, "é")]
    {
        assert_eq!(wrong.decode(), None, "{wrong:?}");
    }
    assert_eq!(column(4, "AAAA").at(usize::MAX), None);
}
