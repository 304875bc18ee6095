// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.descriptor.Expression.Word;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads script expressions (BIP 381 to 387), in bitcoind's order and with its words for what is
 * wrong. Each gives one expression, or as many as a step of a key has alternatives (BIP 389).
 */
final class ScriptParser {
    /** The fragments of Miniscript, which is not read here. */
    private static final Set<String> MINISCRIPT =
            Set.of(
                    "pk",
                    "pkh",
                    "pk_k",
                    "pk_h",
                    "older",
                    "after",
                    "sha256",
                    "hash256",
                    "ripemd160",
                    "hash160",
                    "andor",
                    "and_v",
                    "and_b",
                    "and_n",
                    "or_b",
                    "or_c",
                    "or_d",
                    "or_i",
                    "thresh",
                    "multi",
                    "multi_a");

    /** What may stand before a fragment. */
    private static final Pattern WRAPPERS = Pattern.compile("[asctdvjnlu]+:");

    private final AddressFormat format;
    private final KeyParser keys;

    ScriptParser(AddressFormat format) {
        this.format = format;
        this.keys = new KeyParser(format);
    }

    boolean hasSecrets() {
        return keys.hasSecrets();
    }

    /** Reads one expression. */
    List<Expression> parse(String text, Context context) throws MalformedException {
        Optional<String> inside = Span.call("pk", text);
        if (inside.isPresent()) return payToKey(inside.get(), context);
        inside = Span.call("pkh", text);
        if (context.isPlain() && inside.isPresent()) {
            return single(Word.PKH, inside.get(), context);
        }
        inside = Span.call("combo", text);
        if (inside.isPresent()) {
            require(context == Context.TOP, "Can only have combo() at top level");
            return single(Word.COMBO, inside.get(), context);
        }
        Optional<List<Expression>> multi = new MultiParser(keys).parse(text, context);
        if (multi.isPresent()) return multi.get();
        inside = Span.call("wpkh", text);
        if (inside.isPresent()) {
            require(
                    context == Context.TOP || context == Context.P2SH,
                    "Can only have wpkh() at top level or inside sh()");
            return single(Word.WPKH, inside.get(), Context.P2WPKH);
        }
        Optional<List<Expression>> hashed = hashed(text, context);
        if (hashed.isPresent()) return hashed.get();
        Optional<List<Expression>> top = topLevel(text, context);
        if (top.isPresent()) return top.get();
        throw unknown(text, context);
    }

    private List<Expression> payToKey(String inside, Context context) throws MalformedException {
        if (context != Context.P2TR) return single(Word.PK, inside, context);
        return each(prefixed("pk(): ", inside, context), TapExpression.Leaf::new);
    }

    private List<Expression> single(Word word, String inside, Context context)
            throws MalformedException {
        return each(
                prefixed(word.text + "(): ", inside, context),
                key -> new Expression.Single(word, key));
    }

    private static List<Expression> each(
            List<KeyExpression> keys, Function<KeyExpression, Expression> with) {
        return keys.stream().map(with).toList();
    }

    /** Reads a key; what is wrong with it is said with a word before it. */
    private List<KeyExpression> prefixed(String prefix, String text, Context context)
            throws MalformedException {
        try {
            return keys.parse(text, context);
        } catch (MalformedException e) {
            throw new MalformedException(prefix + e.getMessage());
        }
    }

    private Optional<List<Expression>> hashed(String text, Context context)
            throws MalformedException {
        Optional<String> inside = Span.call("sh", text);
        if (inside.isPresent()) {
            require(context == Context.TOP, "Can only have sh() at top level");
            return Optional.of(around(false, inside.get(), Context.P2SH));
        }
        inside = Span.call("wsh", text);
        if (inside.isEmpty()) return Optional.empty();
        require(
                context == Context.TOP || context == Context.P2SH,
                "Can only have wsh() at top level or inside sh()");
        return Optional.of(around(true, inside.get(), Context.P2WSH));
    }

    private List<Expression> around(boolean witness, String inside, Context context)
            throws MalformedException {
        var span = new Span(inside);
        List<Expression> inner = parse(span.expression(), context);
        require(span.isEmpty(), "");
        return inner.stream()
                .<Expression>map(script -> new Expression.Hashed(witness, script))
                .toList();
    }

    /** What may stand only where nothing is around it. */
    private Optional<List<Expression>> topLevel(String text, Context context)
            throws MalformedException {
        for (String name : List.of("addr", "tr", "rawtr", "unused", "raw")) {
            Optional<String> inside = Span.call(name, text);
            if (inside.isEmpty()) continue;
            boolean bare = name.equals("tr") || name.equals("rawtr") || name.equals("unused");
            require(
                    context == Context.TOP,
                    "Can only have " + name + (bare ? "" : "()") + " at top level");
            return Optional.of(
                    switch (name) {
                        case "addr" -> List.of(address(inside.get()));
                        case "tr" -> new TreeParser(this, keys).parse(inside.get());
                        case "rawtr" -> outputKey(inside.get());
                        case "unused" -> unused(inside.get());
                        default -> List.of(raw(inside.get()));
                    });
        }
        return Optional.empty();
    }

    private Expression address(String text) throws MalformedException {
        try {
            return new Expression.Addressed(Address.parse(text, format), format);
        } catch (MalformedException _) {
            throw new MalformedException("Address is not valid");
        }
    }

    private List<Expression> outputKey(String inside) throws MalformedException {
        var span = new Span(inside);
        String key = span.expression();
        require(span.isEmpty(), "rawtr(): only one key expected.");
        return single(Word.RAWTR, key, Context.P2TR);
    }

    private List<Expression> unused(String inside) throws MalformedException {
        var span = new Span(inside);
        String key = span.expression();
        require(span.isEmpty(), "unused(): only one key expected");
        var unused = new ArrayList<Expression>();
        for (KeyExpression each : keys.parse(key, Context.TOP)) {
            require(!each.isRange(), "unused(): key cannot be ranged");
            unused.add(new Expression.Single(Word.UNUSED, each));
        }
        return unused;
    }

    private Expression raw(String digits) throws MalformedException {
        require(KeyParser.isHex(digits), "Raw script is not hex");
        return new Expression.Raw(ByteString.fromHex(digits), format);
    }

    private static MalformedException unknown(String text, Context context) {
        if (isMiniscript(text)) {
            return new MalformedException(
                    context == Context.P2WSH || context == Context.P2TR
                            ? "Miniscript expressions are not supported: '" + text + "'"
                            : "Miniscript expressions can only be used in wsh or tr.");
        }
        return new MalformedException(
                switch (context) {
                    case P2SH -> "A function is needed within P2SH";
                    case P2WSH -> "A function is needed within P2WSH";
                    default -> "'" + text + "' is not a valid descriptor function";
                });
    }

    private static boolean isMiniscript(String text) {
        Matcher wrappers = WRAPPERS.matcher(text);
        String fragment = wrappers.lookingAt() ? text.substring(wrappers.end()) : text;
        if (fragment.equals("0") || fragment.equals("1")) return true;
        int bracket = fragment.indexOf('(');
        String name = fragment.substring(0, Math.max(0, bracket));
        return MINISCRIPT.contains(name)
                && Span.call(name, fragment).filter(Span::isList).isPresent();
    }

    static void require(boolean holds, String orElse) throws MalformedException {
        if (!holds) throw new MalformedException(orElse);
    }
}
