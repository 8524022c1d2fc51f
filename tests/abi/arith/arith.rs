//! The plugin of tests/abi in Rust without crates: plugin.h written down by hand. A panic aborts,
//! so that nothing unwinds into the host.
#![deny(unsafe_op_in_unsafe_fn)]

use std::os::raw::{c_char, c_void};
use std::ptr;

const ABI: u32 = 1;
const F_DEC6: u32 = 3;
const F_RATIO: u32 = 4;
const F_BOOL8: u32 = 5;
const OK: i32 = 0;
const ECONFIG: i32 = 2;
const ECANCEL: i32 = 4;
const EINTERNAL: i32 = 5;
const EABI: u32 = 6;
const REQUIRED: u32 = 1;
const ROW_INDEPENDENT: u32 = 1;
const INTEGER_ONLY: u32 = 2;
const EXPLAIN: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    p: *const c_char,
    n: u64,
}
#[repr(C)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}
#[repr(C)]
pub struct Err {
    size: u32,
    code: u32,
    row: u64,
    col: u32,
    msg_len: u32,
    msg_cap: u32,
    reserved: u32,
    msg: *mut c_char,
}
#[repr(C)]
pub struct Field {
    size: u32,
    kind: u32,
    flags: u32,
    periods_back: u32,
    id: Str,
    unit: Str,
    doc: Str,
    lo: f64,
    hi: f64,
    source: Str,
    words: *const Str,
    n_words: u32,
    reserved: u32,
}
#[repr(C)]
pub struct Dataset {
    size: u32,
    flags: u32,
    id: Str,
    doc: Str,
    columns: *const Field,
    n_columns: u32,
    reserved: u32,
}
#[repr(C)]
pub struct Rule {
    size: u32,
    code: u32,
    flags: u32,
    n_operands: u32,
    id: Str,
    text_en: Str,
    text_zh: Str,
}
#[repr(C)]
pub struct Desc {
    size: u32,
    abi_min: u32,
    abi_cur: u32,
    flags: u32,
    id: Str,
    version: Str,
    vendor: Str,
    doc: Str,
    toolchain: Str,
    rule_sha256: [u8; 32],
    input: *const Field,
    output: *const Field,
    rules: *const Rule,
    params: *const c_void,
    n_in: u32,
    n_out: u32,
    n_rules: u32,
    n_params: u32,
    datasets: *const Dataset,
    n_datasets: u32,
    reserved: u32,
}
#[repr(C)]
pub struct Col {
    size: u32,
    kind: u32,
    rows: u64,
    valid: *const u8,
    data: *const c_void,
    offsets: *const i64,
}
#[repr(C)]
pub struct Out {
    size: u32,
    kind: u32,
    rows: u64,
    valid: *mut u8,
    data: *mut c_void,
}
#[repr(C)]
pub struct Table {
    size: u32,
    n_cols: u32,
    rows: u64,
    row_start: *const u64,
    time_ms: *const i64,
    cols: *const Col,
}
#[repr(C)]
pub struct Batch {
    size: u32,
    flags: u32,
    n_in: u32,
    n_out: u32,
    rows: u64,
    first_row: u64,
    period: Str,
    input: *const Col,
    output: *const Out,
    tables: *const Table,
    n_tables: u32,
    reserved: u32,
}
#[repr(C)]
pub struct Host {
    size: u32,
    abi: u32,
    ctx: *mut c_void,
    scratch: extern "C" fn(*mut c_void, u64, u64) -> *mut c_void,
    tick: extern "C" fn(*mut c_void, u64) -> i32,
    explain: extern "C" fn(*mut c_void, u64, u32, u32, *const i64, u32) -> i32,
    refuse: extern "C" fn(*mut c_void, u64, u32, *const i64, u32) -> i32,
    log: extern "C" fn(*mut c_void, i32, Str),
    ext: extern "C" fn(*mut c_void, *const c_char) -> *const c_void,
}
#[repr(C)]
pub struct Plugin {
    size: u32,
    reserved: u32,
    desc: *const Desc,
    open: extern "C" fn(Str, *const Host, *mut *mut c_void, *mut Err) -> i32,
    evaluate: extern "C" fn(*mut c_void, *const Batch, *mut Err) -> i32,
    close: extern "C" fn(*mut c_void),
    ext: Option<extern "C" fn(*const c_char) -> *const c_void>,
}

/// Tables that point at each other and never change.
struct Constant<T>(T);
unsafe impl<T> Sync for Constant<T> {}

const fn s(text: &'static str) -> Str {
    Str { p: text.as_ptr() as *const c_char, n: text.len() as u64 }
}
const fn field(
    kind: u32, flags: u32, id: &'static str, unit: &'static str, doc: &'static str, lo: f64,
) -> Field {
    Field {
        size: std::mem::size_of::<Field>() as u32, kind, flags, periods_back: 0,
        id: s(id), unit: s(unit), doc: s(doc), lo, hi: f64::INFINITY,
        source: s(""), words: ptr::null(), n_words: 0, reserved: 0,
    }
}
const fn rule(
    code: u32, n_operands: u32, id: &'static str, en: &'static str, zh: &'static str,
) -> Rule {
    Rule {
        size: std::mem::size_of::<Rule>() as u32, code, flags: 0, n_operands,
        id: s(id), text_en: s(en), text_zh: s(zh),
    }
}

const OPEN: f64 = f64::NEG_INFINITY;
const TOO_LARGE: u32 = 0;
const BY_ROWS: u32 = 1;
const BY_GATE: u32 = 2;
const NO_TARGET: u32 = 3;

static INPUTS: Constant<[Field; 2]> = Constant([
    field(F_DEC6, REQUIRED, "reached", "万元", "funds that arrived", 0.0),
    field(F_DEC6, REQUIRED, "target", "万元", "their target", 0.0),
]);
static OUTPUTS: Constant<[Field; 3]> = Constant([
    field(F_DEC6, 0, "score", "万元", "sum of the projects", OPEN),
    field(F_RATIO, 0, "completion", "", "reached/target", 0.0),
    field(F_BOOL8, 0, "gated", "", "below the gate of 60 %", OPEN),
]);
static COLUMNS: Constant<[Field; 1]> =
    Constant([field(F_DEC6, 0, "amount", "万元", "funds of a project", OPEN)]);
static DATASETS: Constant<[Dataset; 1]> = Constant([Dataset {
    size: std::mem::size_of::<Dataset>() as u32, flags: 0,
    id: s("arith-projects"), doc: s("projects"),
    columns: ptr::addr_of!(COLUMNS.0) as *const Field, n_columns: 1, reserved: 0,
}]);
static RULES: Constant<[Rule; 4]> = Constant([
    rule(TOO_LARGE, 0, "sdk.out_of_range",
         "a figure of this unit is too large to compute exactly: check its measure unit",
         "该单位有数据过大，无法精确计算：请核对计量单位"),
    rule(BY_ROWS, 1, "score", "the projects sum up to {0}", "各项目合计{0}万元"),
    rule(BY_GATE, 2, "gated", "{0} of {1} against 60 %", "{0}÷{1}，门槛60%"),
    rule(NO_TARGET, 1, "no_target", "{0} without a target", "没有目标，实际为{0}"),
]);
static DESC: Constant<Desc> = Constant(Desc {
    size: std::mem::size_of::<Desc>() as u32, abi_min: ABI, abi_cur: ABI,
    flags: ROW_INDEPENDENT | INTEGER_ONLY,
    id: s("arith"), version: s("1.0.0"), vendor: s("tests"),
    doc: s("one plugin in four languages"), toolchain: s("rustc"), rule_sha256: [0; 32],
    input: ptr::addr_of!(INPUTS.0) as *const Field, output: ptr::addr_of!(OUTPUTS.0) as *const Field,
    rules: ptr::addr_of!(RULES.0) as *const Rule, params: ptr::null(),
    n_in: 2, n_out: 3, n_rules: 4, n_params: 0,
    datasets: ptr::addr_of!(DATASETS.0) as *const Dataset, n_datasets: 1, reserved: 0,
});
static PLUGIN: Constant<Plugin> = Constant(Plugin {
    size: std::mem::size_of::<Plugin>() as u32, reserved: 0, desc: ptr::addr_of!(DESC.0),
    open, evaluate, close, ext: None,
});

/// Element `i` of an array whose elements are as far apart as the first one says.
unsafe fn at<T>(first: *const T, size: u32, i: usize) -> *const T {
    unsafe { (first as *const u8).add(i * size as usize) as *const T }
}

unsafe fn input(batch: &Batch, i: usize, row: usize) -> i64 {
    unsafe { *((*at(batch.input, (*batch.input).size, i)).data as *const i64).add(row) }
}

unsafe fn set<T>(batch: &Batch, output: usize, row: usize, value: T) {
    unsafe {
        let out = at(batch.output, (*batch.output).size, output);
        ((*out).data as *mut T).add(row).write(value);
        *(*out).valid.add(row / 8) |= 1 << (row % 8);
    }
}

/// Nothing where the sum leaves the range of figures.
unsafe fn sum_of(table: &Table, row: usize) -> Option<i64> {
    const LIMIT_MICRO: i128 = 9_200_000_000_000_000_000;
    let mut sum: i128 = 0;
    unsafe {
        let amount = &*table.cols;
        for i in *table.row_start.add(row) as usize..*table.row_start.add(row + 1) as usize {
            if !amount.valid.is_null() && *amount.valid.add(i / 8) >> (i % 8) & 1 == 0 {
                continue;
            }
            sum += *(amount.data as *const i64).add(i) as i128;
            if sum.abs() > LIMIT_MICRO {
                return None;
            }
        }
    }
    Some(sum as i64)
}

fn divisor_of(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { divisor_of(b, a % b) }
}

unsafe fn assess(host: &Host, batch: &Batch, row: usize) {
    unsafe {
        let operands = [input(batch, 0, row), input(batch, 1, row)];
        let [reached, target] = operands;
        let refuse = |rule, n| (host.refuse)(host.ctx, row as u64, rule, operands.as_ptr(), n);
        if target == 0 {
            refuse(NO_TARGET, 1);
            return;
        }
        let sum = match sum_of(&*batch.tables, row) {
            Some(sum) => sum,
            None => {
                refuse(TOO_LARGE, 0);
                return;
            }
        };
        let divisor = divisor_of(reached, target);
        set(batch, 0, row, sum);
        set(batch, 1, row, Ratio { numerator: reached / divisor, denominator: target / divisor });
        // reached/target < 3/5, never rounded.
        set(batch, 2, row, ((reached as i128) * 5 < (target as i128) * 3) as u8);
        if batch.flags & EXPLAIN != 0 {
            (host.explain)(host.ctx, row as u64, 0, BY_ROWS, &sum, 1);
            (host.explain)(host.ctx, row as u64, 1, BY_GATE, operands.as_ptr(), 2);
            (host.explain)(host.ctx, row as u64, 2, BY_GATE, operands.as_ptr(), 2);
        }
    }
}

extern "C" fn open(config: Str, host: *const Host, inst: *mut *mut c_void, err: *mut Err) -> i32 {
    unsafe {
        if config.n != 2 {
            let words = b"arith has no parameters";
            (*err).code = ECONFIG as u32;
            (*err).msg_len = (words.len() as u32).min((*err).msg_cap);
            ptr::copy_nonoverlapping(words.as_ptr(), (*err).msg as *mut u8, (*err).msg_len as usize);
            return ECONFIG;
        }
        *inst = host as *mut c_void;
    }
    OK
}

extern "C" fn evaluate(inst: *mut c_void, batch: *const Batch, err: *mut Err) -> i32 {
    unsafe {
        let (host, batch) = (&*(inst as *const Host), &*batch);
        if batch.flags & !EXPLAIN != 0 {
            (*err).code = EINTERNAL as u32;
            return EINTERNAL;
        }
        for row in 0..batch.rows {
            if row % 1024 == 0 && (host.tick)(host.ctx, row) != 0 {
                return ECANCEL;
            }
            assess(host, batch, row as usize);
        }
    }
    OK
}

extern "C" fn close(_inst: *mut c_void) {}

#[no_mangle]
pub extern "C" fn assay_plugin_entry(host_min: u32, host_cur: u32, err: *mut Err) -> *const Plugin {
    if host_min <= ABI && host_cur >= ABI {
        return ptr::addr_of!(PLUGIN.0);
    }
    if !err.is_null() {
        unsafe { (*err).code = EABI };
    }
    ptr::null()
}
