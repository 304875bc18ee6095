// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;

import java.util.List;
import java.util.Optional;

/**
 * An argument of a method, or a part of one.
 *
 * @param names under which it can be given, the usual one first; none for an item of an array
 * @param fallback what counts if it is not given
 * @param help what it means, for people
 * @param inner the members of an object or the items of an array
 * @param look how it differs from others in help and checks
 */
public record Argument(
        List<String> names,
        Kind kind,
        Fallback fallback,
        String help,
        List<Argument> inner,
        Look look) {

    public Argument {
        names = List.copyOf(names);
        inner = List.copyOf(inner);
    }

    /** What JSON an argument is. */
    public enum Kind {
        STR("string", "string"),
        HEX("string", "string"),
        NUM("number", "numeric"),
        /** Bitcoins, as a number or as text. */
        AMOUNT("", "numeric or string"),
        /** One end, or both. */
        RANGE("", "numeric or array"),
        BOOL("bool", "boolean"),
        OBJ("object", "json object"),
        /** An object whose members may also be given as named arguments of the method. */
        OBJ_NAMED("object", "json object"),
        /** An object whose member names the user chooses. */
        OBJ_USER("object", "json object"),
        ARR("array", "json array");

        /** {@link Json#typeName} of what is taken; empty if the method looks for itself. */
        final String type;

        final String word;

        Kind(String type, String word) {
            this.type = type;
            this.word = word;
        }
    }

    /** What counts if an argument is not given. */
    public sealed interface Fallback {
        /** Nothing: it must be given. */
        record Required() implements Fallback {}

        /** The method does without. */
        record Omitted() implements Fallback {}

        /** What the method then takes depends; these words say on what. */
        record Hint(String words) implements Fallback {}

        record Default(Json value) implements Fallback {}
    }

    /**
     * How an argument differs from others.
     *
     * @param hidden not shown in help, nor are those behind it
     * @param unchecked of any type; the method looks for itself
     * @param positional a member of {@link Kind#OBJ_NAMED} whose name is also that of an argument
     * @param oneLine instead of its name in the usage line; empty if not
     * @param left instead of its value in the help; empty if not
     * @param right instead of its type's name in the help; empty if not
     */
    public record Look(
            boolean hidden,
            boolean unchecked,
            boolean positional,
            String oneLine,
            String left,
            String right) {
        static final Look PLAIN = new Look(false, false, false, "", "", "");
    }

    /**
     * An argument that must be given.
     *
     * @param names separated by {@code |}
     */
    public static Argument required(String names, Kind kind, String help) {
        return of(names, kind, new Fallback.Required(), help);
    }

    /** An argument that a method can do without. */
    public static Argument optional(String names, Kind kind, String help) {
        return of(names, kind, new Fallback.Omitted(), help);
    }

    /** An argument whose default value the words describe. */
    public static Argument hinted(String names, Kind kind, String words, String help) {
        return of(names, kind, new Fallback.Hint(words), help);
    }

    /** An argument with a default value. */
    public static Argument defaulted(String names, Kind kind, Json value, String help) {
        return of(names, kind, new Fallback.Default(value), help);
    }

    private static Argument of(String names, Kind kind, Fallback fallback, String help) {
        List<String> all = names.isEmpty() ? List.of() : List.of(names.split("\\|"));
        return new Argument(all, kind, fallback, help, List.of(), Look.PLAIN);
    }

    public Argument with(Argument... parts) {
        return new Argument(names, kind, fallback, help, List.of(parts), look);
    }

    public Argument hidden() {
        return looking(
                new Look(
                        true,
                        look.unchecked,
                        look.positional,
                        look.oneLine,
                        look.left,
                        look.right));
    }

    public Argument unchecked() {
        return looking(
                new Look(look.hidden, true, look.positional, look.oneLine, look.left, look.right));
    }

    public Argument positional() {
        return looking(
                new Look(look.hidden, look.unchecked, true, look.oneLine, look.left, look.right));
    }

    public Argument oneLine(String words) {
        return looking(
                new Look(
                        look.hidden,
                        look.unchecked,
                        look.positional,
                        words,
                        look.left,
                        look.right));
    }

    /** Says another type in the help than the kind's. */
    public Argument typed(String left, String right) {
        return looking(
                new Look(look.hidden, look.unchecked, look.positional, look.oneLine, left, right));
    }

    private Argument looking(Look other) {
        return new Argument(names, kind, fallback, help, inner, other);
    }

    String name() {
        return names.isEmpty() ? "" : names.getFirst();
    }

    /** All names, as bitcoind's error texts show them. */
    String nameList() {
        return String.join("|", names);
    }

    boolean isOptional() {
        return !(fallback instanceof Fallback.Required);
    }

    /** What is wrong with the type of a value, in bitcoind's words; empty if nothing. */
    Optional<String> mismatch(Json value) {
        if (look.unchecked || kind.type.isEmpty() || isOptional() && value.isNull()) {
            return Optional.empty();
        }
        return typeError(value, kind.type);
    }

    /** bitcoind's words for a value of another type than wanted; empty if it is of that. */
    static Optional<String> typeError(Json value, String wanted) {
        String type = value.typeName();
        return type.equals(wanted)
                ? Optional.empty()
                : Optional.of("JSON value of type " + type + " is not of expected type " + wanted);
    }
}
