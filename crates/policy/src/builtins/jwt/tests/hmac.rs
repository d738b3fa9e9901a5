//! Signatures by a secret.

use super::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        (
            "io.jwt.verify_hs256",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.4_h2myxFcn1g_P5m_Fm_Q7p-pM_rA2V1gbTd2Hiy_bQ", "secret"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.verify_hs256",
            r#"["eyJhbGciOiAiSFM1MTIifQ.e30.-YKKHpidvQZAVEDrllvxl5UN7357BW_IFia8Nir1vhs", "secret"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.verify_hs256",
            r#"["eno..WNOeKUpZe6arbN5xiZ5DHUc2CYBx2kfIu4lWGz0BcO0", "secret"]"#,
            r#"true"#,
        ),
    ]);
}
