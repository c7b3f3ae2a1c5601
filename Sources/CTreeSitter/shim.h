#pragma once
#include <tree_sitter/api.h>
#include <time.h>

// tree-sitter 0.25 has made both of these anew, and 0.26 has taken the former ones away. Its language version tells them apart.

/// The version of a grammar's parse tables.
static inline uint32_t ctreesitter_version(const TSLanguage *language) {
#if TREE_SITTER_LANGUAGE_VERSION >= 15
    return ts_language_abi_version(language);
#else
    return ts_language_version(language);
#endif
}

#if TREE_SITTER_LANGUAGE_VERSION >= 15
struct ctreesitter_text {
    const char *bytes;
    uint32_t length;
};

static inline const char *ctreesitter_rest(void *payload, uint32_t index, TSPoint point, uint32_t *length) {
    (void)point;
    const struct ctreesitter_text *text = (const struct ctreesitter_text *)payload;
    *length = index < text->length ? text->length - index : 0;
    return text->bytes + (index < text->length ? index : text->length);
}

static inline bool ctreesitter_is_over(TSParseState *state) {
    const struct timespec *end = (const struct timespec *)state->payload;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > end->tv_sec || (now.tv_sec == end->tv_sec && now.tv_nsec >= end->tv_nsec);
}
#endif

/// Parses UTF-8. Null when it takes longer than so many milliseconds, or the parser has no language.
static inline TSTree *ctreesitter_parse(TSParser *parser, const char *bytes, uint32_t length, uint64_t milliseconds) {
#if TREE_SITTER_LANGUAGE_VERSION >= 15
    struct ctreesitter_text text = {bytes, length};
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    end.tv_sec += (time_t)(milliseconds / 1000) + end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    TSInput input = {&text, ctreesitter_rest, TSInputEncodingUTF8, NULL};
    TSParseOptions options = {&end, ctreesitter_is_over};
    return ts_parser_parse_with_options(parser, NULL, input, options);
#else
    ts_parser_set_timeout_micros(parser, milliseconds * 1000);
    return ts_parser_parse_string(parser, NULL, bytes, length);
#endif
}
