// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.util.List;
import java.util.Optional;

/**
 * A text that stands for a script, or for one of each number of a range (BIP 380).
 *
 * <pre>
 *   text   = script ["#" checksum(8)]
 *   script = pk(key) | pkh(key) | wpkh(key) | combo(key) | sh(script) | wsh(script)
 *          | multi(number,key,...) | sortedmulti(number,key,...) | addr(address) | raw(hex)
 *          | tr(key) | tr(key,tree) | rawtr(key) | unused(key)
 *          | multi_a(number,key,...) | sortedmulti_a(number,key,...)      in tr only
 * </pre>
 *
 * Miniscript and musig() are refused, by name.
 */
public final class Descriptor {
    /** The longest text that is read, in characters: room for a large script in hexadecimal. */
    public static final int LENGTH_MAX = 100_000;

    /** The highest number of a range: half of all steps are hardened (BIP 32). */
    public static final int INDEX_MAX = Integer.MAX_VALUE;

    private final Expression expression;
    private final boolean secrets;

    private Descriptor(Expression expression, boolean secrets) {
        this.expression = expression;
        this.secrets = secrets;
    }

    /**
     * A script that a descriptor stands for.
     *
     * @param descriptor of just this script, with checksum and with the origin of each key
     */
    public record Derived(ByteString script, String descriptor) {}

    /**
     * Reads a text, which may have a checksum.
     *
     * @return one, or as many as a step of a key has alternatives (BIP 389)
     * @throws MalformedException if it is none; says what is wrong as bitcoind does
     */
    public static List<Descriptor> parse(String text, AddressFormat format)
            throws MalformedException {
        return read(payload(text), format);
    }

    /** As {@link #parse}, for a text that must have a checksum. */
    public static List<Descriptor> parseChecked(String text, AddressFormat format)
            throws MalformedException {
        if (text.indexOf('#') < 0) throw new MalformedException("Missing checksum");
        return parse(text, format);
    }

    /** The checksum that belongs to a text, of a script or with one already. */
    public static String checksum(String text) throws MalformedException {
        return Checksum.of(payload(text)).orElseThrow();
    }

    private static List<Descriptor> read(String payload, AddressFormat format)
            throws MalformedException {
        var span = new Span(payload);
        var parser = new ScriptParser(format);
        List<Expression> found = parser.parse(span.expression(), Context.TOP);
        if (!span.isEmpty()) throw new MalformedException(""); // bitcoind has no words for it
        boolean secrets = parser.hasSecrets();
        return found.stream().map(each -> new Descriptor(each, secrets)).toList();
    }

    /** What stands before the checksum, which is looked at if there is one. */
    private static String payload(String text) throws MalformedException {
        if (text.length() > LENGTH_MAX) {
            throw new MalformedException("Descriptor is longer than " + LENGTH_MAX + " characters");
        }
        String[] parts = text.split("#", -1);
        if (parts.length > 2) throw new MalformedException("Multiple '#' symbols");
        if (parts.length == 2 && parts[1].length() != Checksum.LENGTH) {
            throw new MalformedException(
                    "Expected 8 character checksum, not " + parts[1].length() + " characters");
        }
        String right =
                Checksum.of(parts[0])
                        .orElseThrow(() -> new MalformedException("Invalid characters in payload"));
        if (parts.length == 2 && !parts[1].equals(right)) {
            throw new MalformedException(
                    "Provided checksum '"
                            + parts[1]
                            + "' does not match computed checksum '"
                            + right
                            + "'");
        }
        return parts[0];
    }

    /** In its public form, with checksum. */
    public String text() {
        return Checksum.append(expression.text());
    }

    /** Whether it stands for a script of each number. */
    public boolean isRange() {
        return expression.isRange();
    }

    /** Whether it tells all that is needed to know how its scripts can be satisfied. */
    public boolean isSolvable() {
        return expression.isSolvable();
    }

    /** Whether the text that it was read from had a secret key in it. */
    public boolean hasSecrets() {
        return secrets;
    }

    /**
     * The scripts for a number of the range; all numbers give the same if there is no range.
     *
     * @param index 0 to {@link #INDEX_MAX}
     * @return empty if only a secret key that is not known leads there
     */
    public Optional<List<Derived>> at(int index) {
        if (index < 0) throw new IllegalArgumentException("index " + index);
        return expression
                .at(index)
                .map(made ->
                        made.stream()
                                .map(m -> new Derived(m.script(), Checksum.append(m.text())))
                                .toList());
    }
}
