// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import static caesure.descriptor.ScriptParser.require;

import caesure.bytes.MalformedException;
import caesure.script.Script;
import caesure.script.ScriptTemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code multi()} and its likes (BIP 383, BIP 387). */
final class MultiParser {
    /** The most keys of {@code multi_a} (Core's MAX_PUBKEYS_PER_MULTI_A). */
    private static final int TAPROOT_KEYS_MAX = 999;

    /** The most keys of an output that nothing is around. */
    private static final int BARE_KEYS_MAX = 3;

    private final KeyParser keys;

    MultiParser(KeyParser keys) {
        this.keys = keys;
    }

    /** Reads an expression; empty if it is something else. */
    Optional<List<Expression>> parse(String text, Context context) throws MalformedException {
        for (String name : List.of("multi", "sortedmulti", "multi_a", "sortedmulti_a")) {
            Optional<String> inside = Span.call(name, text);
            if (inside.isEmpty()) continue;
            boolean taproot = name.endsWith("_a");
            require(
                    taproot ? context == Context.P2TR : context.isPlain(),
                    taproot
                            ? "Can only have multi_a/sortedmulti_a inside tr()"
                            : "Can only have multi/sortedmulti at top level, in sh(), or in wsh()");
            return Optional.of(parse(inside.get(), name.startsWith("sorted"), context));
        }
        return Optional.empty();
    }

    private List<Expression> parse(String inside, boolean sorted, Context context)
            throws MalformedException {
        var span = new Span(inside);
        String digits = span.expression();
        long threshold =
                KeyParser.uint32(digits)
                        .orElseThrow(() ->
                                new MalformedException(
                                        "Multi threshold '" + digits + "' is not valid"));
        var choices = new ArrayList<List<KeyExpression>>();
        while (!span.isEmpty()) {
            span.requireComma("Multi: expected ',', got '");
            try {
                choices.add(keys.parse(span.expression(), context));
            } catch (MalformedException e) {
                throw new MalformedException("Multi: " + e.getMessage());
            }
        }
        checkCounts(threshold, choices, context);
        List<List<KeyExpression>> lists =
                alternatives(
                        choices, "multi(): Multipath derivation paths have mismatched lengths");
        var made = new ArrayList<Expression>(lists.size());
        for (List<KeyExpression> list : lists) {
            made.add(
                    context == Context.P2TR
                            ? new TapExpression.Multi((int) threshold, list, sorted)
                            : new Expression.Multi((int) threshold, list, sorted));
        }
        return made;
    }

    private static void checkCounts(long threshold, List<List<KeyExpression>> keys, Context context)
            throws MalformedException {
        boolean taproot = context == Context.P2TR;
        int most = taproot ? TAPROOT_KEYS_MAX : ScriptTemplate.MULTISIG_KEYS_MAX;
        int count = keys.size();
        require(
                count > 0 && count <= most,
                "Cannot have "
                        + count
                        + (taproot ? " keys in multi_a" : " keys in multisig")
                        + "; must have between 1 and "
                        + most
                        + " keys, inclusive");
        require(
                threshold >= 1,
                "Multisig threshold cannot be " + threshold + ", must be at least 1");
        require(
                threshold <= count,
                "Multisig threshold cannot be larger than the number of keys; threshold is "
                        + threshold
                        + " but only "
                        + count
                        + " keys specified");
        require(
                context != Context.TOP || count <= BARE_KEYS_MAX,
                "Cannot have "
                        + count
                        + " pubkeys in bare multisig; only at most "
                        + BARE_KEYS_MAX
                        + " pubkeys");
        int bytes = keys.stream().mapToInt(key -> key.getFirst().length() + 1).sum() + 3;
        require(
                context != Context.P2SH || bytes <= Script.ELEMENT_BYTES_MAX,
                "P2SH script is too large, "
                        + bytes
                        + " bytes is larger than "
                        + Script.ELEMENT_BYTES_MAX
                        + " bytes");
    }

    /**
     * From the alternatives of each member, the lists that take the first of each, the second and
     * so on. A member without alternatives is in all of them.
     *
     * @throws MalformedException if members have different numbers of alternatives
     */
    static <T> List<List<T>> alternatives(List<List<T>> members, String mismatch)
            throws MalformedException {
        int count = members.stream().mapToInt(List::size).max().orElse(1);
        for (List<T> member : members) {
            require(member.size() == 1 || member.size() == count, mismatch);
        }
        var lists = new ArrayList<List<T>>(count);
        for (int i = 0; i < count; i++) {
            int at = i;
            lists.add(members.stream().map(m -> m.get(m.size() == 1 ? 0 : at)).toList());
        }
        return lists;
    }
}
