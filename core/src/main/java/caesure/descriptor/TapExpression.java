// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.Address;
import caesure.bytes.ByteString;
import caesure.crypto.Secp256k1;
import caesure.descriptor.KeyExpression.KeyAt;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;
import caesure.script.Taproot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code tr()} and what can stand in it alone (BIP 386, BIP 387). */
sealed interface TapExpression extends Expression {

    /** {@code pk()} inside of {@code tr()}. */
    record Leaf(KeyExpression key) implements TapExpression {
        @Override
        public Optional<List<Made>> at(int index) {
            return key.at(index)
                    .map(found ->
                            List.of(
                                    new Made(
                                            Expression.payToKey(PublicKeys.xOnly(found.key())),
                                            "pk(" + found.xOnlyText() + ")")));
        }

        @Override
        public boolean isRange() {
            return key.isRange();
        }

        @Override
        public String text() {
            return "pk(" + key.text() + ")";
        }
    }

    /**
     * {@code multi_a()} and {@code sortedmulti_a()}.
     *
     * @param threshold how many keys have to sign
     */
    record Multi(int threshold, List<KeyExpression> keys, boolean isSorted)
            implements TapExpression {
        public Multi {
            keys = List.copyOf(keys);
        }

        @Override
        public Optional<List<Made>> at(int index) {
            return Expression.all(keys, index).map(found -> List.of(made(found)));
        }

        private Made made(List<KeyAt> found) {
            List<KeyAt> order = new ArrayList<>(found);
            if (isSorted) order.sort(Comparator.comparing(key -> PublicKeys.xOnly(key.key())));
            var script = new ScriptBuilder();
            int opcode = Opcode.OP_CHECKSIG;
            for (KeyAt key : order) {
                script.push(PublicKeys.xOnly(key.key())).op(opcode);
                opcode = Opcode.OP_CHECKSIGADD;
            }
            script.number(threshold).op(Opcode.OP_NUMEQUAL);
            String list = order.stream().map(KeyAt::xOnlyText).collect(Collectors.joining(","));
            return new Made(script.build(), "multi_a(" + threshold + "," + list + ")");
        }

        @Override
        public boolean isRange() {
            return keys.stream().anyMatch(KeyExpression::isRange);
        }

        @Override
        public String text() {
            String name = isSorted ? "sortedmulti_a(" : "multi_a(";
            return name + threshold + "," + Expression.list(keys) + ")";
        }
    }

    /**
     * A script of a tree.
     *
     * @param depth how many nodes stand above it, 0 to 128
     */
    record Placed(int depth, Expression script) {}

    /**
     * {@code tr()}.
     *
     * @param leaves from left to right; their depths make a whole tree; empty for none
     */
    record Tree(KeyExpression internal, List<Placed> leaves) implements TapExpression {
        public Tree {
            leaves = List.copyOf(leaves);
        }

        @Override
        public Optional<List<Made>> at(int index) {
            Optional<KeyAt> key = internal.at(index);
            if (key.isEmpty()) return Optional.empty();
            var made = new ArrayList<Made>(leaves.size());
            for (Placed leaf : leaves) {
                Optional<List<Made>> scripts = leaf.script().at(index);
                if (scripts.isEmpty()) return Optional.empty();
                made.add(scripts.get().getFirst());
            }
            ByteString x = PublicKeys.xOnly(key.get().key());
            return output(x, root(made))
                    .map(script ->
                            List.of(
                                    new Made(
                                            script,
                                            whole(
                                                    key.get().xOnlyText(),
                                                    made.stream().map(Made::text).toList()))));
        }

        private static Optional<ByteString> output(ByteString internalKey, ByteString root) {
            return Secp256k1.load()
                    .engine()
                    .tweak(internalKey, Taproot.tweak(internalKey, root))
                    .map(tweaked -> new Address.Taproot(tweaked.key()).scriptPubKey());
        }

        private record Node(int depth, ByteString hash) {}

        /** The hash at the root: two neighbours of one depth become one of the depth above. */
        private ByteString root(List<Made> scripts) {
            Deque<Node> nodes = new ArrayDeque<>();
            for (int i = 0; i < scripts.size(); i++) {
                ByteString hash = Taproot.leafHash(Taproot.TAPSCRIPT_LEAF, scripts.get(i).script());
                var node = new Node(leaves.get(i).depth(), hash);
                while (!nodes.isEmpty() && nodes.peek().depth() == node.depth()) {
                    ByteString both = Taproot.branchHash(nodes.pop().hash(), node.hash());
                    node = new Node(node.depth() - 1, both);
                }
                nodes.push(node);
            }
            return nodes.isEmpty() ? ByteString.EMPTY : nodes.pop().hash();
        }

        @Override
        public boolean isRange() {
            return internal.isRange() || leaves.stream().anyMatch(l -> l.script().isRange());
        }

        @Override
        public String text() {
            return whole(
                    internal.text(), leaves.stream().map(leaf -> leaf.script().text()).toList());
        }

        /** The key and the scripts, with a pair of braces around each node's two. */
        private String whole(String key, List<String> scripts) {
            var text = new StringBuilder("tr(").append(key);
            Deque<Boolean> right = new ArrayDeque<>(); // which side we are on, innermost first
            for (int i = 0; i < scripts.size(); i++) {
                text.append(',').repeat('{', leaves.get(i).depth() - right.size());
                while (right.size() < leaves.get(i).depth()) right.push(false);
                text.append(scripts.get(i));
                while (!right.isEmpty() && right.peek()) {
                    right.pop();
                    text.append('}');
                }
                if (!right.isEmpty()) {
                    right.pop();
                    right.push(true);
                }
            }
            return text.append(')').toString();
        }
    }
}
