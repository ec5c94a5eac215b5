/* Replays the vectors through thidua.h: replay VECTORS OUT NAME...; writes the answer to each NAME into OUT. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "thidua.h"

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static unsigned char *read_file(const char *folder, const char *name, size_t *length) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail(path);
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*length + 1);
    if (bytes == NULL || fread(bytes, 1, *length, file) != *length) fail(path);
    fclose(file);
    return bytes;
}

static void write_answer(const char *folder, const char *name, uint64_t answer) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    size_t length = thidua_length(answer);
    unsigned char *bytes = malloc(length + 1);
    if (bytes == NULL || thidua_copy(answer, bytes, length) != THIDUA_DONE) fail(name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) fail(path);
    free(bytes);
    if (thidua_free(answer) != THIDUA_DONE) fail("not freed");
}

int main(int count, char **words) {
    if (count < 3) fail("replay VECTORS OUT NAME...");
    for (int at = 3; at < count; at++) {
        const char *name = words[at];
        const char *change = strstr(name, ".change.json");
        char opened[256];
        size_t length;
        uint64_t season = 0, answer = 0;
        snprintf(opened, sizeof opened, "%.*s%s", (int)(change ? change - name : 0), name, ".json");
        unsigned char *bytes = read_file(words[1], change ? opened : name, &length);
        if (change == NULL) {
            if (thidua_evaluate(bytes, length, &answer) > THIDUA_REFUSED) fail(name);
        } else {
            if (thidua_season_open(bytes, length, &season, &answer) > THIDUA_REFUSED || season == 0) fail(name);
            thidua_free(answer);
            free(bytes);
            bytes = read_file(words[1], name, &length);
            if (thidua_season_change(season, bytes, length, &answer) > THIDUA_REFUSED) fail(name);
            thidua_free(season);
        }
        free(bytes);
        write_answer(words[2], name, answer);
    }
    return 0;
}
