;; Finds the rows near a query. A row is 128 whole numbers from -127 to 127 times its own scale, kept as two halves of four bits: the coarse halves of
;; two rows interleaved in 128 bytes, and the fine halves likewise. `node tools/build-wasm.mjs` turns this into scan-rows.wasm.ts.
(module
  (import "index" "memory" (memory 1 65536 shared))

  ;; Sum of the products of a row's coarse numbers with the query's.
  (func $compareCoarse (param $coarse i32) (param $query i32) (param $odd i32) (result i32)
    (local $at i32) (local $shift i32) (local $sign v128) (local $dot v128)
    (local.set $shift (i32.shl (local.get $odd) (i32.const 2)))
    (local.set $sign (i16x8.splat (i32.shl (local.get $odd) (i32.const 3))))
    (local.set $query (i32.add (local.get $query) (i32.shl (local.get $odd) (i32.const 8))))
    (loop $next
      (local.set $dot (i32x4.add (local.get $dot) (i32x4.dot_i16x8_s
        (i16x8.sub
          (v128.xor
            (v128.and
              (i16x8.shr_u (v128.load8x8_u (i32.add (local.get $coarse) (local.get $at))) (local.get $shift))
              (v128.const i16x8 15 15 15 15 15 15 15 15))
            (local.get $sign))
          (v128.const i16x8 8 8 8 8 8 8 8 8))
        (v128.load (i32.add (local.get $query) (i32.shl (local.get $at) (i32.const 1)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 128))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $dot)) (i32x4.extract_lane 1 (local.get $dot)))
      (i32.add (i32x4.extract_lane 2 (local.get $dot)) (i32x4.extract_lane 3 (local.get $dot)))))

  ;; Sum of the products of a row's whole numbers with the query's, and that of their squares.
  (func $compareWhole
    (param $coarse i32) (param $fine i32) (param $query i32) (param $odd i32) (result i32 i32)
    (local $at i32) (local $shift i32) (local $sign v128) (local $numbers v128) (local $dot v128) (local $square v128)
    (local.set $shift (i32.shl (local.get $odd) (i32.const 2)))
    (local.set $sign (i16x8.splat (i32.shl (local.get $odd) (i32.const 3))))
    (local.set $query (i32.add (local.get $query) (i32.shl (local.get $odd) (i32.const 8))))
    (loop $next
      (local.set $numbers (i16x8.add
        (i16x8.shl
          (i16x8.sub
            (v128.xor
              (v128.and
                (i16x8.shr_u (v128.load8x8_u (i32.add (local.get $coarse) (local.get $at))) (local.get $shift))
                (v128.const i16x8 15 15 15 15 15 15 15 15))
              (local.get $sign))
            (v128.const i16x8 8 8 8 8 8 8 8 8))
          (i32.const 4))
        (v128.and
          (i16x8.shr_u (v128.load8x8_u (i32.add (local.get $fine) (local.get $at))) (local.get $shift))
          (v128.const i16x8 15 15 15 15 15 15 15 15))))
      (local.set $dot (i32x4.add (local.get $dot) (i32x4.dot_i16x8_s (local.get $numbers)
        (v128.load (i32.add (local.get $query) (i32.shl (local.get $at) (i32.const 1)))))))
      (local.set $square (i32x4.add (local.get $square) (i32x4.dot_i16x8_s (local.get $numbers) (local.get $numbers))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 128))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $dot)) (i32x4.extract_lane 1 (local.get $dot)))
      (i32.add (i32x4.extract_lane 2 (local.get $dot)) (i32x4.extract_lane 3 (local.get $dot))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $square)) (i32x4.extract_lane 1 (local.get $square)))
      (i32.add (i32x4.extract_lane 2 (local.get $square)) (i32x4.extract_lane 3 (local.get $square)))))

  ;; Looks at `count` rows, four of their first half and four of their second at a time, by their coarse halves: a row can be near only if
  ;; near - slack * error - factor * scale * sum <= limit, all of the row but slack, factor and limit. Those that can are compared with the query's
  ;; own numbers in the same way, before the fine halves are fetched, and then as a whole: squared distance to the query, less the query's own
  ;; square. Writes index (i32) and that value (f32) of each row where it is at or below `wholeLimit` to `out`, 8 bytes each, and returns how many.
  ;; `count` is a multiple of eight. A row whose `near` is +infinity is no row.
  (func (export "scan")
    (param $coarse i32) (param $fine i32) (param $scale i32) (param $near i32) (param $error i32)
    (param $count i32) (param $index i32) (param $query i32)
    (param $slack f32) (param $factor f32) (param $limit f32)
    (param $closeSlack f32) (param $closeLimit f32) (param $middle f32)
    (param $wholeFactor f32) (param $wholeLimit f32) (param $out i32) (result i32)
    (local $start i32) (local $end i32) (local $found i32) (local $lane i32) (local $dot i32) (local $square i32)
    (local $words i32) (local $at i32) (local $other i32) (local $pairEnd i32) (local $rows i32) (local $bytes i32) (local $row i32)
    (local $a2 v128) (local $b2 v128) (local $c2 v128) (local $d2 v128)
    (local $pair i32) (local $floats i32) (local $rowScale f32) (local $value f32)
    (local $mask v128) (local $first v128) (local $correction v128) (local $x v128) (local $q v128) (local $r v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $start (local.get $out))
    ;; Rows of the first half, and their bytes. Memory is read in two places at once, since at the end of each page the processor waits: once for both.
    (local.set $rows (i32.shr_u (local.get $count) (i32.const 1)))
    (local.set $bytes (i32.shl (local.get $rows) (i32.const 6)))
    (local.set $end (i32.add (local.get $index) (local.get $rows)))
    (local.set $mask (v128.const i16x8 0xf00f 0xf00f 0xf00f 0xf00f 0xf00f 0xf00f 0xf00f 0xf00f))
    (local.set $first (v128.load offset=768 (local.get $query)))
    (local.set $correction (v128.load offset=784 (local.get $query)))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $index) (local.get $end)))
      ;; A word holds a number of the even row in its lowest four bits and one of the odd row in its highest; between them is room for a sum of
      ;; the even row. Turned by a byte, the vector holds the next eight numbers of each in the same way. $a, $b: rows 0 and 1, $c, $d: 2 and 3.
      (local.set $a (local.get $first))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (local.get $first))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (local.set $a2 (local.get $first))
      (local.set $b2 (v128.const i32x4 0 0 0 0))
      (local.set $c2 (local.get $first))
      (local.set $d2 (v128.const i32x4 0 0 0 0))
      (local.set $words (local.get $query))
      (local.set $at (local.get $coarse))
      (local.set $other (i32.add (local.get $coarse) (local.get $bytes)))
      (local.set $pairEnd (i32.add (local.get $coarse) (i32.const 128)))
      ;; A loop, since V8 keeps all that is loaded in one straight piece at once, in more registers than there are: half as fast.
      (loop $sum
        (local.set $q (v128.load offset=0 (local.get $words)))
        (local.set $r (v128.load offset=16 (local.get $words)))
        (local.set $x (v128.load offset=0 (local.get $at)))
        (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (v128.and (local.get $x) (local.get $mask)) (local.get $q))))
        (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s
          (v128.and (i8x16.shuffle 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0 (local.get $x) (local.get $x)) (local.get $mask))
          (local.get $r))))
        (local.set $x (v128.load offset=128 (local.get $at)))
        (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (v128.and (local.get $x) (local.get $mask)) (local.get $q))))
        (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s
          (v128.and (i8x16.shuffle 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0 (local.get $x) (local.get $x)) (local.get $mask))
          (local.get $r))))
        (local.set $x (v128.load offset=0 (local.get $other)))
        (local.set $a2 (i32x4.add (local.get $a2) (i32x4.dot_i16x8_s (v128.and (local.get $x) (local.get $mask)) (local.get $q))))
        (local.set $b2 (i32x4.add (local.get $b2) (i32x4.dot_i16x8_s
          (v128.and (i8x16.shuffle 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0 (local.get $x) (local.get $x)) (local.get $mask))
          (local.get $r))))
        (local.set $x (v128.load offset=128 (local.get $other)))
        (local.set $c2 (i32x4.add (local.get $c2) (i32x4.dot_i16x8_s (v128.and (local.get $x) (local.get $mask)) (local.get $q))))
        (local.set $d2 (i32x4.add (local.get $d2) (i32x4.dot_i16x8_s
          (v128.and (i8x16.shuffle 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0 (local.get $x) (local.get $x)) (local.get $mask))
          (local.get $r))))
        (local.set $words (i32.add (local.get $words) (i32.const 32)))
        (local.set $other (i32.add (local.get $other) (i32.const 16)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $sum (i32.lt_u (local.get $at) (local.get $pairEnd))))
      (local.set $b (i32x4.add (local.get $a) (local.get $b)))
      (local.set $d (i32x4.add (local.get $c) (local.get $d)))
      ;; The sums of the even rows in twelve bits, those of the odd ones above.
      (local.set $a (v128.and (local.get $b) (v128.const i32x4 4095 4095 4095 4095)))
      (local.set $b (i32x4.shr_s (local.get $b) (i32.const 12)))
      (local.set $c (v128.and (local.get $d) (v128.const i32x4 4095 4095 4095 4095)))
      (local.set $d (i32x4.shr_s (local.get $d) (i32.const 12)))
      ;; Four sums of four each into one vector.
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $c (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
      (local.set $x (f32x4.sub
        (f32x4.sub
          (v128.load (local.get $near))
          (f32x4.mul (f32x4.splat (local.get $slack)) (v128.load (local.get $error))))
        (f32x4.mul
          (f32x4.mul (f32x4.splat (local.get $factor)) (v128.load (local.get $scale)))
          (f32x4.convert_i32x4_s (i32x4.add (i32x4.shl (local.get $a) (i32.const 5)) (local.get $correction))))))
      (local.set $found (i32x4.bitmask (f32x4.le (local.get $x) (f32x4.splat (local.get $limit)))))
      (local.set $b2 (i32x4.add (local.get $a2) (local.get $b2)))
      (local.set $d2 (i32x4.add (local.get $c2) (local.get $d2)))
      (local.set $a2 (v128.and (local.get $b2) (v128.const i32x4 4095 4095 4095 4095)))
      (local.set $b2 (i32x4.shr_s (local.get $b2) (i32.const 12)))
      (local.set $c2 (v128.and (local.get $d2) (v128.const i32x4 4095 4095 4095 4095)))
      (local.set $d2 (i32x4.shr_s (local.get $d2) (i32.const 12)))
      (local.set $a2 (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a2) (local.get $b2))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a2) (local.get $b2))))
      (local.set $c2 (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c2) (local.get $d2))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c2) (local.get $d2))))
      (local.set $a2 (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a2) (local.get $c2))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a2) (local.get $c2))))
      (local.set $x (f32x4.sub
        (f32x4.sub
          (v128.load (i32.add (local.get $near) (i32.shl (local.get $rows) (i32.const 2))))
          (f32x4.mul (f32x4.splat (local.get $slack)) (v128.load (i32.add (local.get $error) (i32.shl (local.get $rows) (i32.const 2))))))
        (f32x4.mul
          (f32x4.mul (f32x4.splat (local.get $factor)) (v128.load (i32.add (local.get $scale) (i32.shl (local.get $rows) (i32.const 2)))))
          (f32x4.convert_i32x4_s (i32x4.add (i32x4.shl (local.get $a2) (i32.const 5)) (local.get $correction))))))
      (local.set $found (i32.or (local.get $found) (i32.shl (i32x4.bitmask (f32x4.le (local.get $x) (f32x4.splat (local.get $limit)))) (i32.const 4))))
      (block $none
        (br_if $none (i32.eqz (local.get $found)))
        (loop $hit
          (local.set $lane (i32.ctz (local.get $found)))
          (local.set $found (i32.and (local.get $found) (i32.sub (local.get $found) (i32.const 1))))
          ;; How many rows from $coarse on; lanes of the second half come after those of the first.
          (local.set $row (i32.add
            (i32.and (local.get $lane) (i32.const 3))
            (i32.mul (i32.shr_u (local.get $lane) (i32.const 2)) (local.get $rows))))
          (local.set $pair (i32.shl (i32.shr_u (local.get $row) (i32.const 1)) (i32.const 7)))
          (local.set $floats (i32.shl (local.get $row) (i32.const 2)))
          (local.set $rowScale (f32.load (i32.add (local.get $scale) (local.get $floats))))
          (local.set $value (f32.sub
            (f32.sub
              (f32.load (i32.add (local.get $near) (local.get $floats)))
              (f32.mul (local.get $closeSlack) (f32.load (i32.add (local.get $error) (local.get $floats)))))
            (f32.mul
              (f32.mul (local.get $wholeFactor) (local.get $rowScale))
              (f32.add
                (local.get $middle)
                (f32.mul (f32.const 16) (f32.convert_i32_s (call $compareCoarse
                  (i32.add (local.get $coarse) (local.get $pair))
                  (i32.add (local.get $query) (i32.const 256))
                  (i32.and (local.get $lane) (i32.const 1)))))))))
          (if (f32.le (local.get $value) (local.get $closeLimit)) (then
            (call $compareWhole
              (i32.add (local.get $coarse) (local.get $pair))
              (i32.add (local.get $fine) (local.get $pair))
              (i32.add (local.get $query) (i32.const 256))
              (i32.and (local.get $lane) (i32.const 1)))
            (local.set $square)
            (local.set $dot)
            (local.set $value (f32.sub
              (f32.mul (f32.mul (local.get $rowScale) (local.get $rowScale)) (f32.convert_i32_s (local.get $square)))
              (f32.mul (f32.mul (local.get $wholeFactor) (local.get $rowScale)) (f32.convert_i32_s (local.get $dot)))))
            (if (f32.le (local.get $value) (local.get $wholeLimit)) (then
              (i32.store (local.get $out) (i32.add (local.get $index) (local.get $row)))
              (f32.store offset=4 (local.get $out) (local.get $value))
              (local.set $out (i32.add (local.get $out) (i32.const 8)))))))
          (br_if $hit (local.get $found))))
      (local.set $coarse (i32.add (local.get $coarse) (i32.const 256)))
      (local.set $fine (i32.add (local.get $fine) (i32.const 256)))
      (local.set $scale (i32.add (local.get $scale) (i32.const 16)))
      (local.set $near (i32.add (local.get $near) (i32.const 16)))
      (local.set $error (i32.add (local.get $error) (i32.const 16)))
      (local.set $index (i32.add (local.get $index) (i32.const 4)))
      (br $next)))
    (i32.shr_u (i32.sub (local.get $out) (local.get $start)) (i32.const 3))))
