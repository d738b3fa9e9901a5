//! Signatures by RSA, of both paddings.

use super::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
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
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.INnmEq1TPCjPW7Mlu37Xo3J5ti3sZaKrTZd6eYS3mx7ufevvA8e1NGj7vv-hsWD7tp3GkU2G9wmlaEJ8pC7WQC4KoVjIuDTJHpW-3kej5BY2r2WMg7f8dUMc96Av8hgt10N7KXlLHgCyaOzvXE4Oifa5fGJ4wq7dLEbJAYmyxsei2s9HORzcYx0sMxua7JzeIID7SQGx1HpYVyv4ZvdyHVPm9dJtBpcPa-O0CXI5peKMlAJxGgyupE6haBYBVUuFZg_guPS7n29P1yVOCXObD-uLKmk4MV8Zx6Icu0gduje77Kd1Cg4eURLH6z70otYwBCXKC78WjvscVjxXsUKaJQ", {"secret": "secret"}]"#,
            r#"[false,{},{}]"#,
        ),
    ]);
}
