//! Answers of OPA 1.20.2 to calls of the `jwt` family. The keys were made for these tests.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"ES256"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\"}"}]"#,
            r#"[true,{"alg":"ES256"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"d\": \"2UlHKnITbZX66MHCx8VS5O2N8pLk26sAszYt1vcg-V4\"}"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"d\": \"2UlHKnITbZX66MHCx8VS5O2N8pLk26sAszYt1vcg-V4\"}"}]"#,
            r#"[true,{"alg":"ES256"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\"}, {\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"kid\": \"a\"}]}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\"}, {\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"kid\": \"a\"}]}"}]"#,
            r#"[true,{"alg":"ES256"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n\n"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n\n"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"alg\": \"zz\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"alg\": \"zz\"}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"alg\": \"HS256\"}"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0Jno0fg", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\", \"alg\": \"HS256\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0JnAAAA", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.opY2lGewhbNVrSad8HvhrinEnH_Qo96IkyhwYL1Bug8mXhhiTUjehxCbEc54e5I7-2-Wk5mJfsNXI0Y0JnAAAA", {"cert": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"ES384"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\"}"}]"#,
            r#"[true,{"alg":"ES384"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"d\": \"hlxkwPiRtoKP7_1g9o8qp76ECDkYZKkrfqUIolBzr_q70CtJAeY3Ja0vBfDXwGor\"}"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"d\": \"hlxkwPiRtoKP7_1g9o8qp76ECDkYZKkrfqUIolBzr_q70CtJAeY3Ja0vBfDXwGor\"}"}]"#,
            r#"[true,{"alg":"ES384"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\"}, {\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"kid\": \"a\"}]}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"avj_pM9zWpsjf21kqJn6tyYwLJz8274wAVsME1pwP8w\", \"y\": \"lDr3wayLeZoLy-FsiBGAMpMZ3sXKL1P4tknGKRih3Hk\"}, {\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"kid\": \"a\"}]}"}]"#,
            r#"[true,{"alg":"ES384"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEavj/pM9zWpsjf21kqJn6tyYwLJz8\n274wAVsME1pwP8yUOvfBrIt5mgvL4WyIEYAykxnexcovU/i2ScYpGKHceQ==\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n\n"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n\n"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"alg\": \"zz\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"alg\": \"zz\"}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"alg\": \"HS256\"}"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTL4B3", {"cert": "{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"0syXcxfVredlfhKhz7zddktYuiOGBi-AxHnvfrzLFzsBKBtiyqPg_pbBBhLWyHCo\", \"y\": \"e_ea9R1oLDptzZ3eoN7-dz5UITxlYbMgqpBJKSwrDTNvFjb9lp3-fAoLz4l0RUqw\", \"alg\": \"HS256\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTAAAA", "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n"]"#,
            r#"false"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.j8p81pe22c8cGsjx8Oa_hIqQioiTPFmy_ukmbM8cmpknil4714SUvQJSAwwsqEIXAx64WMbwA6TKtpDtMa9lIhY--CIH790tjJrQn5WjIfUbH7190_KJuEveAEWTAAAA", {"cert": "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0syXcxfVredlfhKhz7zddktYuiOGBi+A\nxHnvfrzLFzsBKBtiyqPg/pbBBhLWyHCoe/ea9R1oLDptzZ3eoN7+dz5UITxlYbMg\nqpBJKSwrDTNvFjb9lp3+fAoLz4l0RUqw\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[false,{},{}]"#,
        ),
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
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.H6NQZW6oillP-2SlxiaOWZLOpiCGACre6SeOHHvsxSTX7rLyOipzqClDR8PyIQcFnZP3gcqy-FFM2D1R62C1spMqnzGET9kzl3KTwrMZdh0_Kro5Rw050ybE4Ili2lxCE38GRZyD02S1eNNqXGJa_DKuS9ewsXRgRsDqGhiWOpKKJTTAxJwCyn2rQKmt1uSAsW4IcTJDC0jaxIJpDIGxNc2uzwUuFG1jNITiME1IrT2wmKwKdtV1VI4HPhUdgW2Mf5Hx3eXnTNiI9nSSUgec8QieZBj-nusPG1L93ZAbEJ4__TCu3Eoa-Nt1a0CwXfa5cMjigEhoz9HNtgeUFku9pA", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.H6NQZW6oillP-2SlxiaOWZLOpiCGACre6SeOHHvsxSTX7rLyOipzqClDR8PyIQcFnZP3gcqy-FFM2D1R62C1spMqnzGET9kzl3KTwrMZdh0_Kro5Rw050ybE4Ili2lxCE38GRZyD02S1eNNqXGJa_DKuS9ewsXRgRsDqGhiWOpKKJTTAxJwCyn2rQKmt1uSAsW4IcTJDC0jaxIJpDIGxNc2uzwUuFG1jNITiME1IrT2wmKwKdtV1VI4HPhUdgW2Mf5Hx3eXnTNiI9nSSUgec8QieZBj-nusPG1L93ZAbEJ4__TCu3Eoa-Nt1a0CwXfa5cMjigEhoz9HNtgeUFku9pA", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[true,{"alg":"RS256"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_rs384",
            r#"["eyJhbGciOiAiUlMzODQifQ.eyJhIjogMX0.Kgn4CpyE4-gqt8hAaq51SEbxDKc-Nf_-XySzjx28jQ4-ikSuBXrX6BXRKJwxCIvrT0O3A-qdU5mvtr96q47WsAJbShL6NBXCxSdBuHI2wA-0HkFpUtmXVc3I23yKKsN1iWrlDz1I3UIeSmeJxoxMviJLKUCJkmovm-PPLxQmGtSTHoWbiIN-19gDAEqUrE3-rytDEJpXOUAPhOfRmWgamhdnNuu2KMe8kBdPssCnTLpEzHoUQUJXd9BYEgZhKOWgtP5TFybRdaglrXJsTMwx21FDxN2AVIoqnTBnfKVNwqm-MxaqvEaWfPMvEuNm8OufFsazKKoBZeg7ROvn6LQY0A", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMzODQifQ.eyJhIjogMX0.Kgn4CpyE4-gqt8hAaq51SEbxDKc-Nf_-XySzjx28jQ4-ikSuBXrX6BXRKJwxCIvrT0O3A-qdU5mvtr96q47WsAJbShL6NBXCxSdBuHI2wA-0HkFpUtmXVc3I23yKKsN1iWrlDz1I3UIeSmeJxoxMviJLKUCJkmovm-PPLxQmGtSTHoWbiIN-19gDAEqUrE3-rytDEJpXOUAPhOfRmWgamhdnNuu2KMe8kBdPssCnTLpEzHoUQUJXd9BYEgZhKOWgtP5TFybRdaglrXJsTMwx21FDxN2AVIoqnTBnfKVNwqm-MxaqvEaWfPMvEuNm8OufFsazKKoBZeg7ROvn6LQY0A", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[true,{"alg":"RS384"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_rs512",
            r#"["eyJhbGciOiAiUlM1MTIifQ.eyJhIjogMX0.F9oT-FwiEzc_T3ETI7PCfo3keGQoKYtzfqsGCT7SXEdnT0WJU1dj9ZTNvf0ax0k0_NoRJrKhp3_m7aAfkghx38ImDQsEEotvUmqg-k4JpGefkxcLg-hYPdkxFkMBp6eFpZhnIqu9SufRf59blz37M4nuj9kb5BYlFQO0P6zfOP4NTK_1Pb3CXyKayS5aqOWqNrjBLpog7zPiHRShvcoTsxX1UTd1ko4gHyXsslH1NHMQuDiWJsxHdOduCWuRz8lZBBWYAdlKbyKnwdOQmFyukIpY-2DmTbROALvjy4-TWURXkGC-oh5o8cTNaUbEFlBJvJg_ynXgcElDNSpjbWB66w", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlM1MTIifQ.eyJhIjogMX0.F9oT-FwiEzc_T3ETI7PCfo3keGQoKYtzfqsGCT7SXEdnT0WJU1dj9ZTNvf0ax0k0_NoRJrKhp3_m7aAfkghx38ImDQsEEotvUmqg-k4JpGefkxcLg-hYPdkxFkMBp6eFpZhnIqu9SufRf59blz37M4nuj9kb5BYlFQO0P6zfOP4NTK_1Pb3CXyKayS5aqOWqNrjBLpog7zPiHRShvcoTsxX1UTd1ko4gHyXsslH1NHMQuDiWJsxHdOduCWuRz8lZBBWYAdlKbyKnwdOQmFyukIpY-2DmTbROALvjy4-TWURXkGC-oh5o8cTNaUbEFlBJvJg_ynXgcElDNSpjbWB66w", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[true,{"alg":"RS512"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_ps256",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.qdx1ZYPT8aS4EZGvfNF3T41tGyETOVNKT-Y6SRyi1nOPZMm8JVQyanF_7fc5m6onjXB-nb2zvOnhvGFZa54EqcowGIRq58BpyGROyiGrePudqmFe7O1wbSjHr_QhZsZItd0gkHdFFwCLMfj5_vZTGyAaYh4xssANyz8pzrm7uvjvfLZBUgJC8EU7U187Peb8-uqnrALMpN0UcGoIE0sfRhgUlDr1sp6YMkgaGveVCyUJBCj_QPjFLqSzjiDl0Rz_SvdqNwE0ne4GynGCqYAToY9d3t0gmE00u8HKeerPfZOIR89FmNytZJo2WBpnxCRHmR0-q158d6RlSfEVtdsIDg", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.qdx1ZYPT8aS4EZGvfNF3T41tGyETOVNKT-Y6SRyi1nOPZMm8JVQyanF_7fc5m6onjXB-nb2zvOnhvGFZa54EqcowGIRq58BpyGROyiGrePudqmFe7O1wbSjHr_QhZsZItd0gkHdFFwCLMfj5_vZTGyAaYh4xssANyz8pzrm7uvjvfLZBUgJC8EU7U187Peb8-uqnrALMpN0UcGoIE0sfRhgUlDr1sp6YMkgaGveVCyUJBCj_QPjFLqSzjiDl0Rz_SvdqNwE0ne4GynGCqYAToY9d3t0gmE00u8HKeerPfZOIR89FmNytZJo2WBpnxCRHmR0-q158d6RlSfEVtdsIDg", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[true,{"alg":"PS256"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_ps384",
            r#"["eyJhbGciOiAiUFMzODQifQ.eyJhIjogMX0.MWzNrC76WAIJCDGxROEttpmhvE2hXPoViBrtcK4Zk0TSTtcI_dwiuHFrxKgdPgnMgrfoJ6ymvjkz7ZlKjMzz3rNG-LKlokPlVTB9ZVtD43q3P9BwB7f8ejdkjXF5MZtps8iHqvNjzRWXa54cI85zjqwgRtVjlZLi0c8JOiuMF1v54mdlwCahynkFw8tcteQwxYLOcJiSfv5EzEVh8IYqpZsGR2oaOgIHEiBpZqCzxKtQMXmDTgH5qhodwo1Y_JwAxMbl2ifio4ON4EjANbZSA6NK_xnJJwxmzzte_esrZxZ74Ltsmq2Q-6J9-TkRtEPLO0WRaplnCH42sJoSUJ_pAw", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMzODQifQ.eyJhIjogMX0.MWzNrC76WAIJCDGxROEttpmhvE2hXPoViBrtcK4Zk0TSTtcI_dwiuHFrxKgdPgnMgrfoJ6ymvjkz7ZlKjMzz3rNG-LKlokPlVTB9ZVtD43q3P9BwB7f8ejdkjXF5MZtps8iHqvNjzRWXa54cI85zjqwgRtVjlZLi0c8JOiuMF1v54mdlwCahynkFw8tcteQwxYLOcJiSfv5EzEVh8IYqpZsGR2oaOgIHEiBpZqCzxKtQMXmDTgH5qhodwo1Y_JwAxMbl2ifio4ON4EjANbZSA6NK_xnJJwxmzzte_esrZxZ74Ltsmq2Q-6J9-TkRtEPLO0WRaplnCH42sJoSUJ_pAw", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[true,{"alg":"PS384"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_ps512",
            r#"["eyJhbGciOiAiUFM1MTIifQ.eyJhIjogMX0.PD7DEH7ZoAvCwtKstnlPqq4jDnaqaLGU3n-5NaROA4kxFI7CuD153KB-iHLCjq1qB5dFms2_wqMTds2sh2X5Tx-ciew0hkYr0_UWIYstgERxm0D95qn5IxBq1XWmJbZzKdb0W7Q8BJeWVGHNMp71hBsXW5mLNVOtn9hag7LO_DNVnETnNh_1YeDeqryyOh14M875knwt8IVqTfdXaVT7-WSz3qL3-I2LHwAn4mptJZXeSqVOUQZZLSdWI34YcLQA2ZHPVLIypiDArnv5xOMP-4-iJWq_dFoLrJWspnOuh9hz9GhnCGmyP4y3PcgLu7ktTcWvz5he9VynbMDNqO_Q1w", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFM1MTIifQ.eyJhIjogMX0.PD7DEH7ZoAvCwtKstnlPqq4jDnaqaLGU3n-5NaROA4kxFI7CuD153KB-iHLCjq1qB5dFms2_wqMTds2sh2X5Tx-ciew0hkYr0_UWIYstgERxm0D95qn5IxBq1XWmJbZzKdb0W7Q8BJeWVGHNMp71hBsXW5mLNVOtn9hag7LO_DNVnETnNh_1YeDeqryyOh14M875knwt8IVqTfdXaVT7-WSz3qL3-I2LHwAn4mptJZXeSqVOUQZZLSdWI34YcLQA2ZHPVLIypiDArnv5xOMP-4-iJWq_dFoLrJWspnOuh9hz9GhnCGmyP4y3PcgLu7ktTcWvz5he9VynbMDNqO_Q1w", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[true,{"alg":"PS512"},{"a":1}]"#,
        ),
        (
            "io.jwt.verify_ps256",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"RSA\", \"n\": \"34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ\", \"e\": \"AQAB\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.BBeWPhfE7aAcGmCnU6QZF-tQET1UioR-8MZ3ErHXaRb7Q24uxkqPakOUPs--eGT7_h0CAj9xsoQs9YchbQI2Aw", "-----BEGIN CERTIFICATE-----\nMIH5MIGBoAMCAQICAQEwCgYIKoZIzj0EAwMwDzENMAsGA1UEAwwEUm9vdDAgFw0y\nMDAxMDIwMzA0MDVaGA8yMDYwMDEwMjAzMDQwNVowDDEKMAgGA1UEAwwBcDAqMAUG\nAytlcAMhALNsIHRCbpSa6ZG21xZ2bAvhnmzQnTVLxAQMy4ovDJ57MAoGCCqGSM49\nBAMDA2cAMGQCMCtjuPV8dnHq/p1tPUbKnB/A3cnO5iu72aCPF+wLzmQKAjDkJiuV\nKAwRL8186g7m0wIwSBN5n/ik7O2W2VDnCUMdXCYm3qtDZ39foWcxDaJmPsljvzOm\nifZVaBRXpg+FHHsA\n-----END CERTIFICATE-----\n"]"#,
            r#"true"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\":[]}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\":[{\"kty\":\"zz\"}]}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"zz\"}, {\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"RSA-OAEP\"}, {\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"ES256K\"}, {\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": 1}, {\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"kid\": \"a\"}]}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}", "secret": "secret"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAibm9uZSJ9.e30.c1JE4J8qR3cvzXs9b5hXFic2lVQAkOIWa2sawRNOFdE", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFsieCJdLCAieCI6IDF9.e30.4zaBowL4wW1_KRq7ffKCJT-V3y7YtNxBOf1zsOEB-v0", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFsia2lkIl0sICJraWQiOiAiMSJ9.e30.z2i4dxyKmdgs62G_PrLXRAEHvJ5xM6V8x1La-aIfT-c", {"secret": "secret"}]"#,
            r#"[true,{"alg":"HS256","crit":["kid"],"kid":"1"},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFtdfQ.e30.3BOPQ7UNQkm-PTd6ogx8H2QgVMaFi4sddYoQGe5czFA", {"secret": "secret"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFsiYiIsIDFdfQ.e30.BL5zoyXVUVSR42_wdBH4jhm0Ltg5_rcXlyg9KSAuaP8", {"secret": "secret"}]"#,
            r#"[true,{"alg":"HS256","crit":["b",1]},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAxfQ.e30.OV0HYY_al_geOflUSrcndXv8gY12oiQMj_vdSHgHhEI", {"secret": "secret"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJpc3MiOiAxfQ.bGWJHqSNOZbVWN7nsv2NhmkDgszUieasc1Zy799EWvo", {"secret": "secret", "iss": "a"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhdWQiOiAieCJ9.OazrfciJERA_W0J3kI6L3HxGISrrZ8aB1k0RHXCfndE", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhdWQiOiBbIngiLCAxXX0.ITT5vIiqSukTcTWj5Bi8kCiT8LPQ5UYPabjksWd4FYs", {"secret": "secret", "aud": "x"}]"#,
            r#"[true,{"alg":"HS256"},{"aud":["x",1]}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAxMDB9.X53yiqlai138C_81hzx1O85A226hQqr1XjehFEJtiEA", {"secret": "secret", "time": 99999999999}]"#,
            r#"[true,{"alg":"HS256"},{"exp":100}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAxMDB9.X53yiqlai138C_81hzx1O85A226hQqr1XjehFEJtiEA", {"secret": "secret", "time": 100000000000}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAiMTAwIn0.HQ8MStLJepg0lx7w7wkH3-E6G1WM0Qarp3lYACtP5cI", {"secret": "secret", "time": 100000000000}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiAxMDB9.eFFyR-JPVj1D6dy7ZdRlDyRbS5kZIYOGTReMzYNMoiA", {"secret": "secret", "time": 100000000000}]"#,
            r#"[true,{"alg":"HS256"},{"nbf":100}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiAxMDB9.eFFyR-JPVj1D6dy7ZdRlDyRbS5kZIYOGTReMzYNMoiA", {"secret": "secret", "time": 99999999999}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiAxMDB9.eFFyR-JPVj1D6dy7ZdRlDyRbS5kZIYOGTReMzYNMoiA", {"secret": "secret", "time": -5}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiAxMDB9.eFFyR-JPVj1D6dy7ZdRlDyRbS5kZIYOGTReMzYNMoiA", {"secret": "secret", "time": -1}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"secret": "secret", "zz": 1}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogIkpXVCJ9.ZXlKaGJHY2lPaUFpVUZNeU5UWWlmUS5leUpoSWpvZ01YMC5JTm5tRXExVFBDalBXN01sdTM3WG8zSjV0aTNzWmFLclRaZDZlWVMzbXg3dWZldnZBOGUxTkdqN3Z2LWhzV0Q3dHAzR2tVMkc5d21sYUVKOHBDN1dRQzRLb1ZqSXVEVEpIcFctM2tlajVCWTJyMldNZzdmOGRVTWM5NkF2OGhndDEwTjdLWGxMSGdDeWFPenZYRTRPaWZhNWZHSjR3cTdkTEViSkFZbXl4c2VpMnM5SE9SemNZeDBzTXh1YTdKemVJSUQ3U1FHeDFIcFlWeXY0WnZkeUhWUG05ZEp0QnBjUGEtTzBDWEk1cGVLTWxBSnhHZ3l1cEU2aGFCWUJWVXVGWmdfZ3VQUzduMjlQMXlWT0NYT2JELXVMS21rNE1WOFp4NkljdTBnZHVqZTc3S2QxQ2c0ZVVSTEg2ejcwb3RZd0JDWEtDNzhXanZzY1ZqeFhzVUthSlE.95pxzipd1Hemi-hkKiNEeGybHL_OedSZeYeLDtNVfUE", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogImp3dCJ9.ZXlKaGJHY2lPaUFpVUZNeU5UWWlmUS5leUpoSWpvZ01YMC5JTm5tRXExVFBDalBXN01sdTM3WG8zSjV0aTNzWmFLclRaZDZlWVMzbXg3dWZldnZBOGUxTkdqN3Z2LWhzV0Q3dHAzR2tVMkc5d21sYUVKOHBDN1dRQzRLb1ZqSXVEVEpIcFctM2tlajVCWTJyMldNZzdmOGRVTWM5NkF2OGhndDEwTjdLWGxMSGdDeWFPenZYRTRPaWZhNWZHSjR3cTdkTEViSkFZbXl4c2VpMnM5SE9SemNZeDBzTXh1YTdKemVJSUQ3U1FHeDFIcFlWeXY0WnZkeUhWUG05ZEp0QnBjUGEtTzBDWEk1cGVLTWxBSnhHZ3l1cEU2aGFCWUJWVXVGWmdfZ3VQUzduMjlQMXlWT0NYT2JELXVMS21rNE1WOFp4NkljdTBnZHVqZTc3S2QxQ2c0ZVVSTEg2ejcwb3RZd0JDWEtDNzhXanZzY1ZqeFhzVUthSlE.hWAxVzG0h7HIfF9zjMTeMOWhi7xmIHCsmMw7dnlzSnw", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogIkpXVCJ9.ImV5SmhiR2NpT2lBaVVGTXlOVFlpZlEuZXlKaElqb2dNWDAuSU5ubUVxMVRQQ2pQVzdNbHUzN1hvM0o1dGkzc1phS3JUWmQ2ZVlTM214N3VmZXZ2QThlMU5Hajd2di1oc1dEN3RwM0drVTJHOXdtbGFFSjhwQzdXUUM0S29Wakl1RFRKSHBXLTNrZWo1QlkycjJXTWc3ZjhkVU1jOTZBdjhoZ3QxME43S1hsTEhnQ3lhT3p2WEU0T2lmYTVmR0o0d3E3ZExFYkpBWW15eHNlaTJzOUhPUnpjWXgwc014dWE3SnplSUlEN1NRR3gxSHBZVnl2NFp2ZHlIVlBtOWRKdEJwY1BhLU8wQ1hJNXBlS01sQUp4R2d5dXBFNmhhQllCVlV1RlpnX2d1UFM3bjI5UDF5Vk9DWE9iRC11TEttazRNVjhaeDZJY3UwZ2R1amU3N0tkMUNnNGVVUkxINno3MG90WXdCQ1hLQzc4V2p2c2NWanhYc1VLYUpRIg.HcN5FQA1O4xrN1gRtfDhSqRi2ErNi9aJ-UR06eAFot0", {"secret": "secret"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogIkpXVCJ9.ImV5SmhiR2NpT2lBaVVGTXlOVFlpZlEuZXlKaElqb2dNWDAuSU5ubUVxMVRQQ2pQVzdNbHUzN1hvM0o1dGkzc1phS3JUWmQ2ZVlTM214N3VmZXZ2QThlMU5Hajd2di1oc1dEN3RwM0drVTJHOXdtbGFFSjhwQzdXUUM0S29Wakl1RFRKSHBXLTNrZWo1QlkycjJXTWc3ZjhkVU1jOTZBdjhoZ3QxME43S1hsTEhnQ3lhT3p2WEU0T2lmYTVmR0o0d3E3ZExFYkpBWW15eHNlaTJzOUhPUnpjWXgwc014dWE3SnplSUlEN1NRR3gxSHBZVnl2NFp2ZHlIVlBtOWRKdEJwY1BhLU8wQ1hJNXBlS01sQUp4R2d5dXBFNmhhQllCVlV1RlpnX2d1UFM3bjI5UDF5Vk9DWE9iRC11TEttazRNVjhaeDZJY3UwZ2R1amU3N0tkMUNnNGVVUkxINno3MG90WXdCQ1hLQzc4V2p2c2NWanhYc1VLYUpRIg.HcN5FQA1O4xrN1gRtfDhSqRi2ErNi9aJ-UR06eAFot0"]"#,
            r#"[{"alg":"PS256"},{"a":1},"20d9e612ad533c28cf5bb325bb7ed7a37279b62dec65a2ab4d977a7984b79b1eee7debef03c7b53468fbbeffa1b160fbb69dc6914d86f709a568427ca42ed6402e0aa158c8b834c91e95bede47a3e41636af658c83b7fc75431cf7a02ff2182dd7437b29794b1e00b268ecef5c4e0e89f6b97c6278c2aedd2c46c90189b2c6c7a2dacf47391cdc631d2c331b9aec9cde2080fb4901b1d47a58572bf866f7721d53e6f5d26d06970f6be3b4097239a5e28c9402711a0caea44ea1681601554b85660fe0b8f4bb9f6f4fd7254e09739b0feb8b2a6938315f19c7a21cbb481dba37bbeca7750a0e1e5112c7eb3ef4a2d6300425ca0bbf168efb1c563c57b1429a25"]"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogMX0.e30.n_n84-K-QlMHQ6VExlkt4TPXRSH6R9GHpeWZdS0SLmU"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiZW5jIjogbnVsbH0.e30.zG_wWT21T7Gfyu9vVx6qJ1JZV81xpg82xC-9r0XsiNc"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhIjoi__7ignoifQ.e30.0e3qJYTDUhAsyJDzkVYIObtctWwjPZ13i6KUF2EozXM"]"#,
            r#"[{"a":"����z"},{},"d1edea2584c352102cc890f391560839bb5cb56c233d9d778ba294176128cd73"]"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhIjoxLCJhIjoyfQ.e30geA.OGGcEM8U0RjJETxy6kibVaWuSRdIsWGYlTtmAwc3b2M"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhIjoxLCJhIjoyfQ.eyJ4IjoxZTIsICJ5IjoxLjB9.HkjY7HngduXMa1ZV17PRwouF2Esr-OGBvDkJvTmKjDU"]"#,
            r#"[{"a":2},{"x":100.0,"y":1.0},"1e48d8ec79e076e5cc6b5655d7b3d1c28b85d84b2bf8e181bc3909bd398a8c35"]"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0."]"#,
            r#"[{"alg":"PS256"},{"a":1},""]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFM1MTIifQ.e30.9HftFAEhU9XbK2afHXObRhj-BlYvbvqJRopnMxRMR7zvIt-5SkP0OxsoXZvY5lEKA1hnBRkJKvL9H6O9xd_bHg", {"secret": "secret"}]"#,
            r#"[true,{"alg":"HS512"},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.4_h2myxFcn1g_P5m_Fm_Q7p-pM_rA2V1gbTd2Hiy_bQ", {"secret": ""}]"#,
            r#"undefined"#,
        ),
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
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": 1}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.4_h2myxFcn1g_P5m_Fm_Q7p-pM_rA2V1gbTd2Hiy_bQ", {"cert": "{\"kty\":\"oct\",\"k\":\"\"}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\":\"oct\"}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"keys\":{}}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "[]"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"} x"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"use\": \"sig\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"use\": \"bogus\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"use\": 1}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"key_ops\": [\"verify\"]}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"key_ops\": [\"zz\"]}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"kid\": 1}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"x5c\": [\"zz\"]}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"x5t\": \"zz\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"foo\": 1}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"HS512\"}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": \"\"}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"alg\": null}"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"cert": "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"kid\": null}"}]"#,
            r#"[false,{},{}]"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "HS256", "b": "<&>"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "oct", "k": "c2VjcmV0"}]"#,
            r#""eyJhbGciOiJIUzI1NiIsImIiOiJcdTAwM2NcdTAwMjZcdTAwM2UifQ.eyJhIjpbMS41LCLDqSJdLCJ6IjoxfQ.IpxLjBvHB_S6__oNyzqcXoOFryBwiXUQKbKFp7JsAFo""#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"HS256\", \"b\": \"<&>\"}", "x", "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "HS256", "b": "<&>"}, {"z": 1, "a": [1.5, "é"]}, {"keys": []}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"HS256\", \"b\": \"<&>\"}", "x", "{\"keys\": []}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "HS512", "typ": "JWT"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "oct", "k": "c2VjcmV0"}]"#,
            r#""eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJhIjpbMS41LCLDqSJdLCJ6IjoxfQ.CI58ohQSD8-QcMkdq2K5FaTLnQnWgyYFAtsdtjNyg8nmm5JE1myD5eNS4_ic38UHQQJKWhNGrMD1Flaca40aug""#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"HS512\", \"typ\": \"JWT\"}", "x", "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "HS512", "typ": "JWT"}, {"z": 1, "a": [1.5, "é"]}, {"keys": []}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"HS512\", \"typ\": \"JWT\"}", "x", "{\"keys\": []}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "zz"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "oct", "k": "c2VjcmV0"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"zz\"}", "x", "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "zz"}, {"z": 1, "a": [1.5, "é"]}, {"keys": []}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"zz\"}", "x", "{\"keys\": []}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "zz"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "OKP", "crv": "Ed25519", "x": "s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"zz\"}", "x", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{}, {"z": 1, "a": [1.5, "é"]}, {"kty": "oct", "k": "c2VjcmV0"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{}", "x", "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"]"#,
            r#"undefined"#,
        ),
        ("io.jwt.encode_sign", r#"[{}, {"z": 1, "a": [1.5, "é"]}, {"keys": []}]"#, r#"undefined"#),
        ("io.jwt.encode_sign_raw", r#"["{}", "x", "{\"keys\": []}"]"#, r#"undefined"#),
        (
            "io.jwt.encode_sign",
            r#"[{}, {"z": 1, "a": [1.5, "é"]}, {"kty": "OKP", "crv": "Ed25519", "x": "s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{}", "x", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "RS256"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "oct", "k": "c2VjcmV0"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"RS256\"}", "x", "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "RS256"}, {"z": 1, "a": [1.5, "é"]}, {"keys": []}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"RS256\"}", "x", "{\"keys\": []}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "RS256"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "OKP", "crv": "Ed25519", "x": "s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"RS256\"}", "x", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "EdDSA"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "oct", "k": "c2VjcmV0"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"EdDSA\"}", "x", "{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "EdDSA"}, {"z": 1, "a": [1.5, "é"]}, {"keys": []}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"EdDSA\"}", "x", "{\"keys\": []}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "EdDSA"}, {"z": 1, "a": [1.5, "é"]}, {"kty": "OKP", "crv": "Ed25519", "x": "s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns"}]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign_raw",
            r#"["{\"alg\": \"EdDSA\"}", "x", "{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns\"}"]"#,
            r#"undefined"#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "EdDSA"}, {"z": 1}, {"kty": "OKP", "crv": "Ed25519", "x": "s2wgdEJulJrpkbbXFnZsC-GebNCdNUvEBAzLii8Mnns", "d": "Qc601YpeXk22HJJEBz6gyNvtqh9wuT2BiUWpIMoFGb4"}]"#,
            r#""eyJhbGciOiJFZERTQSJ9.eyJ6IjoxfQ.GiQB2g-2ic3ENCRA8TxXpMmeB5qsh5-z90k-r8ftzjQl_pV_49O9TEDnblYxY67WNcaUlLtdg25_67xURhfQBw""#,
        ),
        (
            "io.jwt.encode_sign",
            r#"[{"alg": "RS256"}, {"z": 1}, {"kty": "RSA", "n": "34pIteAYxbsWT3maNg7qhdZAd6K-YdK118wwnzevM1keQHm-oesNQV5nEWOQr-Oez87QYpzVQiIUg1bgxSYD2AJigyVw82J_7VyILtKArsWgYHqdMLbnO5Muv2FXGeOXf2XfPWY5ORj5PT8W9RgWk22C7fsScAyFl0OlQcZY1Yw83twQlQUJ-ORV0imabXi75pCi5BvUav3ArQfPuTvW9ya_pDKKh5P7E03BHVHz0YiNbimVzeM3IA6hFSAyijMWJ3QqWSc5MnBjtRtPpmhKwJ5oFpDZmu1q_IQWzaONoznKuCX8Js1To6l3M1B1fqqxamc1Irf7-7DKztoEziDguQ", "e": "AQAB", "d": "BeocvmMthJ3Mm1G2WNPQNLZUglXV_7SZhxop9yx8ADnNaRtPhe04LpCW3Yjq3RyCqTDpppJLujI4pLj5vX2iAGcfwCSPdoEWrWsTV1nOedFUyvizjARq3dKpG_sxWMgCzCYf3_oCbZZRkeNHcjiu8DuniTBpbnmGV1g82R6sXwoILwfCVjRWDpCaQm17ulIUfxzZPVi886lN8KKh0YwjpLpIZ7XEzLQdwZeOUntqh_jeFIwWXVA4WLjrH6UCNJseKvK33U9fGsq6xwYshVNo5F_GXjT4ZV7-yq5zlR4NMmhy5xEuPuEJmEv6G-18KSrSbHgRgr3Ctt0WkSBRUM3ruQ", "p": "-OjsQLCqeNhGR_Q7hD8Khkal46n0gAcM_3MRR0ZOkxiskAohDQ43JIKSWgxrXIIkQFvbByvJQQJxRYN315iV_vIe5XajWYlDAQR7S3u3_MTkSnZG5VMUFty9LpvBda0L5C8zfOpZjQq-kGNrzJMPluj60Jly-3xMcYghMbXKsj8", "q": "5ehc3Ex8MHDVcYQ0ois1_MGssCO3YLuZHj7l7kp7HVsXsYWrQEiB-XNOddLutYShHoFN1P8GhhGd-JHu8nmJyKgQDkFo8VpdSHJ6SeyxKIQLNKjzDjbQJrM6nUJ47kK08PDe0LjeAN0wOvp433L9fTsThOWAboqkNht7V80nvwc", "dp": "ZmAOw7Cl_NwfU_rs-8CeCIpIMrI1YO8Fdo-SPLl7Gd8dIoU4ANGm9npJzYWsJrlURbBCDtoAhZ-GjSu8f80_bEOTV5eLKgldqK56M5qoGuu0ZbfuAuY_rgOOP_xJ_qd0655KVAdjW7JenK53qQWXdN9QQbnLZApEurFdzb9Spis", "dq": "PL7caki7N4FYpBmuXnrUVOhHXHLTbPekSV2NGx0K0oLTC9Cpot6FmQdiX7dP4x4cBBdeHT0U2C-ncZn9bIu4YBAnzdxygfLCWvYEYavsUywwWcWaEtNgxBjvD8YUdb-iV1cNSFDQN6I5sBul_ERBvejyC1coTAzNvo4cVOKb8dk", "qi": "bTPt2M3PP-qch9pKDOknRMQq79krms2v4RSeF1vctq3KvsiCodkza_jCZcSoSLbq09pVniNOjNtDHQ_q3EKCMZIXXutxvgtlIPIm1dnEXsG3vPvifGBGKaMRbbagTdq-eVhu0kqi4CAGnkQvKLTI3sKTKKx_1klCeppPFLf-_YY"}]"#,
            r#""eyJhbGciOiJSUzI1NiJ9.eyJ6IjoxfQ.chBW8gFK0IYV2vY3C9I9yk-X08CN4xwT9NpKjBHUZLP9WnwBghsPFM-WQZLggQong_MYSQ-zYHknPVPCmMp4KtwfC43vRTBYxMVhlOBqA_fdbJtShIvD5JteOOfpsfffttHJav-bY4n9k2e2MvCXwNIMZ0jzn7JRsftbVeEIMJBv7usT0SVswJktumwPFJKpZcbpRS4QxVtffB-OL527pkVx482dkQJrI1dMW2JPqxPJvhEXtTX2fAthwdXDRNJbUdE2Mr01YuLdVYTGtcGdlN3WiKS8IZV2Cxs1ZwJ5WOu-AOQ4Hv54865VeWvhTdoDQpxqus9k2RDgZQySEnItWQ""#,
        ),
    ]);
}
