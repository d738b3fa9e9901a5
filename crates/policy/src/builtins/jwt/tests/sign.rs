//! Tokens that are made.

use super::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
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
