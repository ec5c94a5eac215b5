/* Rules and values in, a recommendation out, one cell changed: all through thidua.h.
 *
 *   cargo build -p thidua-capi
 *   gcc -std=c11 -Icrates/thidua-capi/include crates/thidua-capi/examples/embed.c -Ltarget/debug -lthidua_capi -o embed
 *   LD_LIBRARY_PATH=target/debug ./embed
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "thidua.h"

static const char request[] =
    "{\"format\":\"thidua-request/1\",\"period\":{\"from\":\"2026-01-01\",\"until\":\"2026-12-31\"},"
    "\"rules\":\"rule_set: vi-du\\nversion: 1\\ntitle: Vi du\\n"
    "criteria: [ { code: I, points_max: 60 }, { code: II, points_max: 40 } ]\\n"
    "rankings: [ { id: chung, scope: all } ]\\n"
    "awards: [ { id: bang-khen, title: Bang khen, kind: commendation, for: collective,"
    " requires: [ { when: điểm >= 80 } ], quota: { count: 1, per: all } } ]\\n"
    "inputs: { }\",\"values\":[{\"rows\":["
    "{\"entrant\":\"xa-a\",\"I\":\"55.5\",\"II\":38},{\"entrant\":\"xa-b\",\"I\":54,\"II\":39}]}]}";

static const char change[] =
    "{\"format\":\"thidua-change/1\",\"set\":[{\"entrant\":\"xa-b\",\"input\":\"I\",\"value\":\"57.25\"}],"
    "\"select\":{\"parts\":[\"awards\"],\"languages\":[\"en\"]}}";

/* The answer as a text of ours; the library keeps nothing of it. */
static char *text_of(uint64_t answer) {
    size_t length = thidua_length(answer);
    char *text = malloc(length + 1);
    if (text == NULL || (length > 0 && thidua_copy(answer, (uint8_t *)text, length) != THIDUA_DONE)) {
        abort();
    }
    text[length] = '\0';
    thidua_free(answer);
    return text;
}

int main(void) {
    uint64_t season = 0, answer = 0;
    int32_t status = thidua_season_open((const uint8_t *)request, strlen(request), &season, &answer);
    char *text = text_of(answer);
    printf("opened: %d\n%s", (int)status, text);
    free(text);
    if (season == 0) {
        return 1;
    }
    status = thidua_season_change(season, (const uint8_t *)change, strlen(change), &answer);
    text = text_of(answer);
    printf("changed: %d\n%s", (int)status, text);
    int recommended = strstr(text, "recommended") != NULL;
    free(text);
    thidua_free(season);
    /* What is freed is not known any more: a number says so, and nothing breaks. */
    status = thidua_season_change(season, (const uint8_t *)change, strlen(change), &answer);
    printf("after it was freed: %d\n", (int)status);
    return recommended && status == THIDUA_MISUSE ? 0 : 1;
}
