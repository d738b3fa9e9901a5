//! From every space to XYZ and Oklab, and back to sRGB (CSS Color Module Level 4, section 18, "Sample code for color conversions").

use super::{Color, Space};

/// A colour as CIE XYZ with white point D65.
pub type Xyz = [f64; 3];

type Matrix = [[f64; 3]; 3];

/// A colour as lightness, chroma and hue in Oklab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// From 0, black, to 1, white.
    pub lightness: f64,
    /// How colourful, from 0 on.
    pub chroma: f64,
    /// In degrees.
    pub hue: f64,
}

impl Oklch {
    /// The colour that sRGB shows for it; `None` where it lies outside of what sRGB can show.
    pub fn to_srgb(self) -> Option<[f64; 3]> {
        // Rounding leaves white and black a hair outside.
        const SLACK: f64 = 1e-4;
        let parts = xyz_to_srgb(oklab_to_xyz(polar(self.lightness, self.chroma, self.hue)));
        let fits = parts.iter().all(|part| (-SLACK..=1.0 + SLACK).contains(part));
        fits.then(|| parts.map(|part| part.clamp(0.0, 1.0)))
    }
}

impl Color {
    /// As XYZ with white point D65.
    pub fn to_xyz(&self) -> Xyz {
        let [a, b, c] = self.components.map(Option::unwrap_or_default);
        match self.space {
            Space::A98Rgb => apply(&A98_TO_XYZ, [a, b, c].map(a98_linear)),
            Space::DisplayP3 => apply(&P3_TO_XYZ, [a, b, c].map(linear)),
            Space::Hsl => srgb_to_xyz(hsl_to_srgb(a, b / 100.0, c / 100.0)),
            Space::Hwb => srgb_to_xyz(hwb_to_srgb(a, b / 100.0, c / 100.0)),
            Space::Lab => lab_to_xyz([a, b, c]),
            Space::Lch => lab_to_xyz(polar(a, b, c)),
            Space::Oklab => oklab_to_xyz([a, b, c]),
            Space::Oklch => oklab_to_xyz(polar(a, b, c)),
            Space::ProphotoRgb => {
                apply(&D50_TO_D65, apply(&PROPHOTO_TO_D50, [a, b, c].map(prophoto_linear)))
            }
            Space::Rec2020 => apply(&REC2020_TO_XYZ, [a, b, c].map(rec2020_linear)),
            Space::Srgb => srgb_to_xyz([a, b, c]),
            Space::SrgbLinear => apply(&SRGB_TO_XYZ, [a, b, c]),
            Space::XyzD50 => apply(&D50_TO_D65, [a, b, c]),
            Space::XyzD65 => [a, b, c],
        }
    }

    /// As sRGB, not cut off.
    pub fn to_srgb(&self) -> [f64; 3] {
        match self.space {
            // Without the way through XYZ, which rounds.
            Space::Srgb => self.components.map(Option::unwrap_or_default),
            _ => xyz_to_srgb(self.to_xyz()),
        }
    }

    /// As Oklab.
    pub fn to_oklab(&self) -> [f64; 3] {
        let cones = apply(&XYZ_TO_LMS, self.to_xyz());
        apply(&LMS_TO_OKLAB, cones.map(f64::cbrt))
    }

    /// As Oklab in polar form.
    pub fn to_oklch(&self) -> Oklch {
        let [lightness, a, b] = self.to_oklab();
        let hue = b.atan2(a).to_degrees();
        Oklch { lightness, chroma: a.hypot(b), hue: hue.rem_euclid(360.0) }
    }
}

/// The linear light of an sRGB (or Display P3) component.
pub(super) fn linear(part: f64) -> f64 {
    let size = part.abs();
    let light = if size <= 0.04045 { size / 12.92 } else { ((size + 0.055) / 1.055).powf(2.4) };
    light.copysign(part)
}

fn gamma(light: f64) -> f64 {
    let size = light.abs();
    let part = if size > 0.0031308 { 1.055 * size.powf(1.0 / 2.4) - 0.055 } else { 12.92 * size };
    part.copysign(light)
}

fn a98_linear(part: f64) -> f64 {
    part.abs().powf(563.0 / 256.0).copysign(part)
}

fn prophoto_linear(part: f64) -> f64 {
    let size = part.abs();
    let light = if size <= 16.0 / 512.0 { size / 16.0 } else { size.powf(1.8) };
    light.copysign(part)
}

fn rec2020_linear(part: f64) -> f64 {
    const ALPHA: f64 = 1.099_296_826_809_44;
    const BETA: f64 = 0.018_053_968_510_807;
    let size = part.abs();
    let is_dark = size < BETA * 4.5;
    let light = if is_dark { size / 4.5 } else { ((size + ALPHA - 1.0) / ALPHA).powf(1.0 / 0.45) };
    light.copysign(part)
}

fn srgb_to_xyz(parts: [f64; 3]) -> Xyz {
    apply(&SRGB_TO_XYZ, parts.map(linear))
}

fn xyz_to_srgb(xyz: Xyz) -> [f64; 3] {
    apply(&XYZ_TO_SRGB, xyz).map(gamma)
}

fn hsl_to_srgb(hue: f64, saturation: f64, lightness: f64) -> [f64; 3] {
    let part = |n: f64| {
        let k = (n + hue / 30.0) % 12.0;
        let a = saturation * lightness.min(1.0 - lightness);
        lightness - a * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    };
    [part(0.0), part(8.0), part(4.0)]
}

fn hwb_to_srgb(hue: f64, white: f64, black: f64) -> [f64; 3] {
    if white + black >= 1.0 {
        return [white / (white + black); 3];
    }
    hsl_to_srgb(hue, 1.0, 0.5).map(|part| part * (1.0 - white - black) + white)
}

fn lab_to_xyz([lightness, a, b]: [f64; 3]) -> Xyz {
    const KAPPA: f64 = 24389.0 / 27.0;
    const EPSILON: f64 = 216.0 / 24389.0;
    let middle = (lightness + 16.0) / 116.0;
    let (red, blue) = (a / 500.0 + middle, middle - b / 200.0);
    let cube = |part: f64| {
        let cubed = part.powi(3);
        if cubed > EPSILON { cubed } else { (116.0 * part - 16.0) / KAPPA }
    };
    let luminance = if lightness > KAPPA * EPSILON { middle.powi(3) } else { lightness / KAPPA };
    let d50 = [cube(red) * D50[0], luminance * D50[1], cube(blue) * D50[2]];
    apply(&D50_TO_D65, d50)
}

fn oklab_to_xyz(oklab: [f64; 3]) -> Xyz {
    apply(&LMS_TO_XYZ, apply(&OKLAB_TO_LMS, oklab).map(|part| part.powi(3)))
}

fn polar(lightness: f64, chroma: f64, hue: f64) -> [f64; 3] {
    let (sine, cosine) = hue.to_radians().sin_cos();
    [lightness, chroma * cosine, chroma * sine]
}

fn apply(matrix: &Matrix, [x, y, z]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

const D50: Xyz = [0.3457 / 0.3585, 1.0, (1.0 - 0.3457 - 0.3585) / 0.3585];

const SRGB_TO_XYZ: Matrix = [
    [506752.0 / 1228815.0, 87881.0 / 245763.0, 12673.0 / 70218.0],
    [87098.0 / 409605.0, 175762.0 / 245763.0, 12673.0 / 175545.0],
    [7918.0 / 409605.0, 87881.0 / 737289.0, 1001167.0 / 1053270.0],
];
const XYZ_TO_SRGB: Matrix = [
    [12831.0 / 3959.0, -329.0 / 214.0, -1974.0 / 3959.0],
    [-851781.0 / 878810.0, 1648619.0 / 878810.0, 36519.0 / 878810.0],
    [705.0 / 12673.0, -2585.0 / 12673.0, 705.0 / 667.0],
];
const P3_TO_XYZ: Matrix = [
    [608311.0 / 1250200.0, 189793.0 / 714400.0, 198249.0 / 1000160.0],
    [35783.0 / 156275.0, 247089.0 / 357200.0, 198249.0 / 2500400.0],
    [0.0, 32229.0 / 714400.0, 5220557.0 / 5000800.0],
];
const A98_TO_XYZ: Matrix = [
    [573536.0 / 994567.0, 263643.0 / 1420810.0, 187206.0 / 994567.0],
    [591459.0 / 1989134.0, 6239551.0 / 9945670.0, 374412.0 / 4972835.0],
    [53769.0 / 1989134.0, 351524.0 / 4972835.0, 4929758.0 / 4972835.0],
];
const REC2020_TO_XYZ: Matrix = [
    [63426534.0 / 99577255.0, 20160776.0 / 139408157.0, 47086771.0 / 278816314.0],
    [26158966.0 / 99577255.0, 472592308.0 / 697040785.0, 8267143.0 / 139408157.0],
    [0.0, 19567812.0 / 697040785.0, 295819943.0 / 278816314.0],
];
const PROPHOTO_TO_D50: Matrix = [
    [0.797_760_489_672_302_3, 0.135_185_837_175_740_3, 0.031_349_349_581_524_8],
    [0.288_071_128_229_293_4, 0.711_843_217_810_101_4, 0.000_085_653_960_605_25],
    [0.0, 0.0, 0.825_104_602_510_460_2],
];
/// Bradford's adaptation.
const D50_TO_D65: Matrix = [
    [0.955_473_421_488_075, -0.023_098_454_948_764_71, 0.063_259_243_200_570_72],
    [-0.028_369_709_333_863_7, 1.009_995_398_081_304_1, 0.021_041_441_191_917_323],
    [0.012_314_014_864_481_998, -0.020_507_649_298_898_964, 1.330_365_926_242_124],
];
const XYZ_TO_LMS: Matrix = [
    [0.819_022_437_996_703, 0.361_906_260_052_890_4, -0.128_873_781_520_987_9],
    [0.032_983_653_932_388_5, 0.929_286_861_586_343_4, 0.036_144_666_350_642_4],
    [0.048_177_189_359_624_2, 0.264_239_531_752_730_8, 0.633_547_828_469_430_9],
];
const LMS_TO_OKLAB: Matrix = [
    [0.210_454_268_309_314, 0.793_617_774_702_305_4, -0.004_072_043_011_619_3],
    [1.977_998_532_431_168_4, -2.428_592_242_048_58, 0.450_593_709_617_411],
    [0.025_904_042_465_547_8, 0.782_771_712_457_529_6, -0.808_675_754_923_077_4],
];
const LMS_TO_XYZ: Matrix = [
    [1.226_879_875_845_924_3, -0.557_814_994_660_217_1, 0.281_391_045_665_964_7],
    [-0.040_575_745_214_800_8, 1.112_286_803_280_317, -0.071_711_058_065_516_4],
    [-0.076_372_936_674_660_1, -0.421_493_332_402_243_2, 1.586_924_019_836_781_6],
];
const OKLAB_TO_LMS: Matrix = [
    [1.0, 0.396_337_777_376_174_9, 0.215_803_757_309_913_6],
    [1.0, -0.105_561_345_815_658_6, -0.063_854_172_825_813_3],
    [1.0, -0.089_484_177_529_811_9, -1.291_485_548_019_409_2],
];
