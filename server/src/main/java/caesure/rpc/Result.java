// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import java.util.List;

/**
 * What a method returns, or a part of it, for its help.
 *
 * @param key the member's name within an object; empty elsewhere
 * @param isOptional whether the member may be absent
 * @param inner the members of an object or the items of an array
 * @param condition when a whole result looks so; empty if always
 * @param elision said instead of the parts, which another help shows; empty if not
 */
public record Result(
        Kind kind,
        String key,
        String help,
        boolean isOptional,
        List<Result> inner,
        String condition,
        String elision) {

    public Result {
        inner = List.copyOf(inner);
    }

    /** What JSON a result is. */
    public enum Kind {
        ANY("xxx", "any"),
        NONE("null", "json null"),
        STR("\"str\"", "string"),
        AMOUNT("n", "numeric"),
        HEX("\"hex\"", "string"),
        NUM("n", "numeric"),
        /** Seconds since 1970. */
        TIME("xxx", "numeric"),
        BOOL("true|false", "boolean"),
        ARR("[", "json array"),
        /** An array with a fixed number of items. */
        ARR_FIXED("[", "json array"),
        OBJ("{", "json object"),
        /** An object whose names depend. */
        OBJ_DYN("{", "json object");

        final String example;
        final String word;

        Kind(String example, String word) {
            this.example = example;
            this.word = word;
        }
    }

    /** A whole result, or an item of an array. */
    public static Result of(Kind kind, String help, Result... inner) {
        return of(kind, "", help, inner);
    }

    /** A member of an object. */
    public static Result of(Kind kind, String key, String help, Result... inner) {
        return new Result(kind, key, help, false, List.of(inner), "", "");
    }

    public Result maybe() {
        return new Result(kind, key, help, true, inner, condition, elision);
    }

    public Result when(String words) {
        return new Result(kind, key, help, isOptional, inner, words, elision);
    }

    public Result elided(String words) {
        return new Result(kind, key, help, isOptional, inner, condition, words);
    }
}
