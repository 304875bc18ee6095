// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import static caesure.descriptor.ScriptParser.require;

import caesure.bytes.MalformedException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads what stands in {@code tr()} (BIP 386).
 *
 * <pre>
 *   inside = key ["," tree]        tree = script | "{" tree "," tree "}"
 * </pre>
 */
final class TreeParser {
    /** The deepest a script may stand (BIP 341): a control block has no more nodes. */
    private static final int DEPTH_MAX = 128;

    private final ScriptParser scripts;
    private final KeyParser keys;
    private final List<List<Expression>> choices = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();

    TreeParser(ScriptParser scripts, KeyParser keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    List<Expression> parse(String inside) throws MalformedException {
        var span = new Span(inside);
        List<KeyExpression> internal;
        try {
            internal = keys.parse(span.expression(), Context.P2TR);
        } catch (MalformedException e) {
            throw new MalformedException("tr(): " + e.getMessage());
        }
        if (!span.isEmpty()) {
            span.requireComma("tr: expected ',', got '");
            tree(span);
        }
        return together(internal);
    }

    private void tree(Span span) throws MalformedException {
        Deque<Boolean> right = new ArrayDeque<>(); // which side we are on, innermost first
        do {
            while (span.take("{")) {
                right.push(false);
                require(
                        right.size() <= DEPTH_MAX,
                        "tr() supports at most " + DEPTH_MAX + " nesting levels");
            }
            choices.add(scripts.parse(span.expression(), Context.P2TR));
            depths.add(right.size());
            while (!right.isEmpty() && right.peek()) {
                require(span.take("}"), "tr(): expected '}' after script expression");
                right.pop();
            }
            if (!right.isEmpty()) {
                require(span.take(","), "tr(): expected ',' after script expression");
                right.pop();
                right.push(true);
            }
        } while (!right.isEmpty());
        require(span.isEmpty(), "tr(): expected ')' after script expression");
    }

    private List<Expression> together(List<KeyExpression> internal) throws MalformedException {
        int count =
                Math.max(internal.size(), choices.stream().mapToInt(List::size).max().orElse(1));
        for (List<Expression> choice : choices) {
            require(
                    choice.size() == 1 || choice.size() == count,
                    "tr(): Multipath subscripts have mismatched lengths");
        }
        require(
                internal.size() == 1 || internal.size() == count,
                "tr(): Multipath internal key mismatches multipath subscripts lengths");
        var trees = new ArrayList<Expression>(count);
        for (int i = 0; i < count; i++) {
            var leaves = new ArrayList<TapExpression.Placed>(choices.size());
            for (int leaf = 0; leaf < choices.size(); leaf++) {
                Expression script = of(choices.get(leaf), i);
                leaves.add(new TapExpression.Placed(depths.get(leaf), script));
            }
            trees.add(new TapExpression.Tree(of(internal, i), leaves));
        }
        return trees;
    }

    private static <T> T of(List<T> choices, int index) {
        return choices.get(choices.size() == 1 ? 0 : index);
    }
}
