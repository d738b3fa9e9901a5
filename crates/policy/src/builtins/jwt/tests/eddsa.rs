//! Signatures by Ed25519.

use super::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAs2wgdEJulJrpkbbXFnZsC+GebNCdNUvEBAzLii8Mnns=\n-----END PUBLIC KEY-----\n"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAs2wgdEJulJrpkbbXFnZsC+GebNCdNUvEBAzLii8Mnns=\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"EdDSA"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\"}"}]"#,
            r#"[true,{"alg":"EdDSA"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"d\": \"Qc601YpeXk22HJJEBz6gyNvtqh9wuT2BiUWpIMoFGb4\"}"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"d\": \"Qc601YpeXk22HJJEBz6gyNvtqh9wuT2BiUWpIMoFGb4\"}"}]"#,
            r#"[true,{"alg":"EdDSA"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\"}, {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"kid\": \"a\"}]}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\"}, {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"kid\": \"a\"}]}"}]"#,
            r#"[true,{"alg":"EdDSA"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAs2wgdEJulJrpkbbXFnZsC+GebNCdNUvEBAzLii8Mnns=\n-----END PUBLIC KEY-----\n\n"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAs2wgdEJulJrpkbbXFnZsC+GebNCdNUvEBAzLii8Mnns=\n-----END PUBLIC KEY-----\n\n"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"alg\": \"zz\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"alg\": \"zz\"}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"alg\": \"HS256\"}"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", {"cert": "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\", \"alg\": \"HS256\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQAAAA", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAs2wgdEJulJrpkbbXFnZsC+GebNCdNUvEBAzLii8Mnns=\n-----END PUBLIC KEY-----\n"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQAAAA", {"cert": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAs2wgdEJulJrpkbbXFnZsC+GebNCdNUvEBAzLii8Mnns=\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "-----BEGIN CERTIFICATE-----\nMIH5MIGBoAMCAQICAQEwCgYIKoZIzj0EAwMwDzENMAsGA1UEAwwEUm9vdDAgFw0y\nMDAxMDIwMzA0MDVaGA8yMDYwMDEwMjAzMDQwNVowDDEKMAgGA1UEAwwBcDAqMAUG\nAytlcAMhALNsIHRCbpSa6ZG21xZ2bAvhnmzQnTVLxAQMy4ovDJ57MAoGCCqGSM49\nBAMDA2cAMGQCMCtjuPV8dnHq/p1tPUbKnB/A3cnO5iu72aCPF+wLzmQKAjDkJiuV\nKAwRL8186g7m0wIwSBN5n/ik7O2W2VDnCUMdXCYm3qtDZ39foWcxDaJmPsljvzOm\nifZVaBRXpg+FHHsA\n-----END CERTIFICATE-----\n"]"#,
            r#"true"#,
        ),
    ]);
}
