<?php
// Replays the vectors through FFI: replay.php LIBRARY VECTORS OUT NAME...

require __DIR__ . '/Thidua.php';
[, $library, $vectors, $out] = $argv;
$engine = new Thidua($library);
foreach (array_slice($argv, 4) as $name) {
    $asked = file_get_contents("$vectors/$name");
    if (str_ends_with($name, '.change.json')) {
        [$season] = $engine->open(file_get_contents("$vectors/" . str_replace('.change.json', '.json', $name)));
        $answer = $engine->change($season, $asked);
        $engine->free($season);
        try {
            $engine->free($season);
            exit('a season was freed twice');
        } catch (RuntimeException) {
        }
    } else {
        $answer = $engine->evaluate($asked);
    }
    file_put_contents("$out/$name", $answer);
}
