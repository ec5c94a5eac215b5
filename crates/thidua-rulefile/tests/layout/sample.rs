//! Before and after, a habit at a time.

use thidua_rulefile::format;

fn check(before: &str, after: &str) {
    let laid_out = format("a.yaml", before).unwrap();
    assert_eq!(laid_out, after, "\n{before}");
    assert_eq!(format("a.yaml", &laid_out).unwrap(), after, "again");
}

#[test]
fn spaces_and_dashes() {
    check(
        "a:   1\nb:\n    - x:  1\n      y: [1,2]\n    -   {z: 3}\n    - - 1\n      - 2\nc:\n      d: {}\n",
        "a: 1\nb:\n- x: 1\n  y: [ 1, 2 ]\n- { z: 3 }\n- - 1\n  - 2\nc:\n  d: {}\n",
    );
}

#[test]
fn words_stay_as_written() {
    check(
        "a: 8.50\nb: \"2014.1\"\nc: '1''2'\nd: \"a\\u0111 \\\"\"\ne:\nf: ~\n\"g\": 0x10\n",
        "a: 8.50\nb: \"2014.1\"\nc: '1''2'\nd: \"a\\u0111 \\\"\"\ne:\nf: ~\n\"g\": 0x10\n",
    );
}

#[test]
fn texts_become_composed_letters() {
    check("tie\u{302}u: đie\u{302}\u{309}m # ghi chu\u{301}\n", "tiêu: điểm # ghi chú\n");
}

#[test]
fn blank_lines() {
    check("\n\na: 1\n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n");
    check("a: |+\n  x\n\n\nb: 2\n", "a: |+\n  x\n\n\nb: 2\n");
    check("a: |\n  x\n\n\n\nb: 2\n", "a: |\n  x\n\nb: 2\n");
    check("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n");
    check("\u{feff}---\na: 1\n", "a: 1\n");
}

#[test]
fn comments_stay_where_they_belong() {
    check(
        "# top\n\n# about a\na: # the list\n    # first\n    - 1   # one\n    # end of the list\n# about b\nb: 2 # two\n# last\n",
        "# top\n\n# about a\na: # the list\n# first\n- 1   # one\n# end of the list\n# about b\nb: 2 # two\n# last\n",
    );
    check(
        "a:\n   b:\n      c: 1\n      # of c\n   # of b\n   d: >- # folded\n        text\n   # of d\ne: 1\n",
        "a:\n  b:\n    c: 1\n    # of c\n  # of b\n  d: >- # folded\n    text\n  # of d\ne: 1\n",
    );
    check("a:\n- # dash\n  b: 1\n- c: # key\n    1\n", "a:\n# dash\n- b: 1\n# key\n- c: 1\n");
}

#[test]
fn brackets_over_several_lines() {
    check("a: [\n  1,\n  2\n]\n", "a: [ 1, 2 ]\n");
    check("a: { b: 1, # one\n  c: 2 } # end\n", "a:\n  b: 1 # one\n  c: 2 # end\n");
    let long = "x".repeat(60);
    check(
        &format!("a: [ {{ k: {long} }},\n {{ k: {long} }} ]\n"),
        &format!("a:\n- {{ k: {long} }}\n- {{ k: {long} }}\n"),
    );
    check("{\"a\": 1,\n\"b\": [ x: 1, y ]}\n", "{ \"a\": 1, \"b\": [ { x: 1 }, y ] }\n");
    check("a: { b, c: , d: 1 }\n", "a: { b:, c:, d: 1 }\n");
}

#[test]
fn texts_over_several_lines() {
    check(
        "a:\n  one\n    two\n\n  three\nb: \"one\n  two \\\n  three\"\nc:\n- |2\n    x\n   y\n- >-\n      folded\n        deeper\n      text\n",
        "a: one\n  two\n\n  three\nb: \"one\n  two \\\n  three\"\nc:\n- |2\n    x\n   y\n- >-\n  folded\n    deeper\n  text\n",
    );
    check("just text\n", "just text\n");
}

#[test]
fn mistakes_are_told() {
    let found = format("a.yaml", "a: [ 1\nb: 2\n").unwrap_err();
    assert_eq!(found[0].code, "TD0110");
    assert_eq!(format("a.yaml", "a: &x 1\nb: *x\n").unwrap_err()[0].code, "TD0115");
    assert_eq!(format("a.yaml", "a: 1\na: 2\n").unwrap_err()[0].code, "TD0118");
}
