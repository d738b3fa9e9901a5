//! Whose a key may be.

use super::exposed;

#[test]
fn a_key_is_ours_alone_or_roots_for_a_group() {
    for (own, owner, mode) in [
        (1000, 1000, 0o600),
        (1000, 1000, 0o400),
        (0, 0, 0o600),
        (1000, 0, 0o440),
        (1000, 0, 0o640),
    ] {
        assert_eq!(exposed(own, owner, mode), None, "{own} {owner} {mode:o}");
    }
    for (own, owner, mode) in [
        (1000, 1000, 0o640),
        (1000, 1000, 0o604),
        (1000, 0, 0o644),
        (1000, 0, 0o660),
        (1000, 0, 0o650),
        (1000, 1001, 0o600),
        (1000, 1001, 0o640),
        (0, 1000, 0o600),
        (0, 0, 0o640),
    ] {
        assert!(exposed(own, owner, mode).is_some(), "{own} {owner} {mode:o}");
    }
}
