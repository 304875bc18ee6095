// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON text as a value. A number keeps its digits as they were written, so reading and writing
 * lose nothing; an object keeps the order of its members and, when it was read, each of several
 * with one name.
 */
public sealed interface Json {
    /** Digits of a number with a fraction, as univalue's setFloat has them. */
    int DOUBLE_DIGITS = 16;

    /** A smaller number is written with an exponent: 1e-05. */
    int PLAIN_EXPONENT_MIN = -4;

    /** The literal null. */
    record Null() implements Json {
        private static final Null ONLY = new Null();
    }

    record Bool(boolean value) implements Json {}

    /**
     * A number.
     *
     * @param digits as in the JSON grammar: {@code -? int frac? exp?}
     */
    record Num(String digits) implements Json {}

    record Str(String text) implements Json {}

    record Arr(List<Json> items) implements Json {
        public static final Arr EMPTY = new Arr(List.of());

        public Arr {
            items = List.copyOf(items);
        }
    }

    record Obj(List<Member> members) implements Json {
        public static final Obj EMPTY = new Obj(List.of());

        public Obj {
            members = List.copyOf(members);
        }

        /** The first member of a name. */
        public Optional<Json> member(String name) {
            return members.stream()
                    .filter(member -> member.name().equals(name))
                    .map(Member::value)
                    .findFirst();
        }

        /** The first member of a name, or the literal null. */
        public Json get(String name) {
            return member(name).orElse(ofNull());
        }

        public boolean has(String name) {
            return member(name).isPresent();
        }
    }

    record Member(String name, Json value) {}

    static Json ofNull() {
        return Null.ONLY;
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json of(long value) {
        return new Num(Long.toString(value));
    }

    static Json of(String text) {
        return new Str(text);
    }

    static Json array(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    static Json texts(List<String> texts) {
        return new Arr(texts.stream().<Json>map(Str::new).toList());
    }

    /**
     * An amount in bitcoins as bitcoind writes it: always eight decimals, never an exponent.
     *
     * @param sats of either sign
     */
    static Json ofBitcoins(long sats) {
        long whole = Math.abs(sats / 100_000_000); // divided first: the least long has no negative
        long rest = Math.abs(sats % 100_000_000);
        String fraction = Long.toString(100_000_000 + rest).substring(1);
        return new Num((sats < 0 ? "-" : "") + whole + "." + fraction);
    }

    /**
     * A number with a fraction as bitcoind writes it: 16 digits at most, as C's {@code %.16g}.
     *
     * @throws IllegalArgumentException if it is not finite, for which JSON has no words
     */
    static Json ofDouble(double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("no JSON: " + value);
        if (value == 0) return new Num(1 / value < 0 ? "-0" : "0");
        BigDecimal rounded =
                new BigDecimal(value)
                        .round(new MathContext(DOUBLE_DIGITS, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= PLAIN_EXPONENT_MIN && exponent < DOUBLE_DIGITS) {
            return new Num(rounded.toPlainString());
        }
        String power = Integer.toString(Math.abs(exponent));
        return new Num(
                rounded.movePointLeft(exponent).toPlainString()
                        + (exponent < 0 ? "e-" : "e+")
                        + (power.length() < 2 ? "0" : "")
                        + power);
    }

    /** An object that is being put together. */
    static Builder object() {
        return new Builder();
    }

    /**
     * What kind of value this is, in bitcoind's words: null, bool, object, array, string, number.
     */
    default String typeName() {
        return switch (this) {
            case Null _ -> "null";
            case Bool _ -> "bool";
            case Obj _ -> "object";
            case Arr _ -> "array";
            case Str _ -> "string";
            case Num _ -> "number";
        };
    }

    default boolean isNull() {
        return this instanceof Null;
    }

    /** Puts an object together, member after member. Whoever uses it gives each name once. */
    final class Builder {
        private final List<Member> members = new ArrayList<>();

        private Builder() {}

        public Builder with(String name, Json value) {
            members.add(new Member(name, value));
            return this;
        }

        public Builder with(String name, String text) {
            return with(name, of(text));
        }

        public Builder with(String name, long value) {
            return with(name, of(value));
        }

        public Builder with(String name, boolean value) {
            return with(name, of(value));
        }

        public Obj build() {
            return new Obj(members);
        }
    }
}
