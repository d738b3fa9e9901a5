//! Tokens that are read and not verified.

use super::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
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
    ]);
}
