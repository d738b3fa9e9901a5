//! Signatures by ECDSA, by keys in every form.

use super::assert_table;

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
    ]);
}
