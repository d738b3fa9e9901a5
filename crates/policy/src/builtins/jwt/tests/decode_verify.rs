//! Constraints on tokens, and what is wrong with them.

use super::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
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
    ]);
}
