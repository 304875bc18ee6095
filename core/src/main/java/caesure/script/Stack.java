// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

import java.util.Arrays;
import java.util.List;

/**
 * The stack of a script, in an array: OP_ROLL and OP_PICK reach deep into it. Its items never
 * change, so that a copy of an item or of the whole costs references only.
 */
final class Stack {
    /** The most items of stack and alt stack together (Bitcoin Core's MAX_STACK_SIZE). */
    static final int ITEMS_MAX = 1000;

    private static final ByteString TRUE = ByteString.of(1);

    private ByteString[] items;
    private int size;

    private Stack(ByteString[] items, int size) {
        this.items = items;
        this.size = size;
    }

    Stack() {
        this(new ByteString[8], 0);
    }

    /** With these items, the last on top. */
    static Stack of(List<ByteString> items) {
        return new Stack(items.toArray(new ByteString[0]), items.size());
    }

    Stack copy() {
        return new Stack(items.clone(), size);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Fails unless there are so many items. */
    void need(int count) {
        if (size < count) throw ScriptFailure.of(ScriptError.INVALID_STACK_OPERATION);
    }

    /** The item at a depth: 1 is the one on top. */
    ByteString top(int depth) {
        return items[at(depth)];
    }

    void push(ByteString item) {
        if (size == items.length) items = Arrays.copyOf(items, 2 * size + 8);
        items[size++] = item;
    }

    void push(boolean truth) {
        push(truth ? TRUE : ByteString.EMPTY);
    }

    void push(long number) {
        push(ScriptNumber.encode(number));
    }

    ByteString pop() {
        ByteString item = top(1);
        size--;
        return item;
    }

    void drop(int count) {
        if (count > size) throw new IllegalStateException("drop " + count + " of " + size);
        size -= count;
    }

    /** Takes out the item at a depth; those above it sink by one. */
    ByteString remove(int depth) {
        int at = at(depth);
        ByteString item = items[at];
        System.arraycopy(items, at + 1, items, at, depth - 1);
        size--;
        return item;
    }

    void swap(int depth, int other) {
        ByteString item = top(depth);
        items[at(depth)] = top(other);
        items[at(other)] = item;
    }

    /** Whether the item on top counts as true. */
    boolean isTrue() {
        return isTrue(top(1));
    }

    /** Any byte that is not zero makes an item true, but for the sign of a negative zero. */
    static boolean isTrue(ByteString item) {
        int last = item.length() - 1;
        for (int i = 0; i < last; i++) {
            if (item.at(i) != 0) return true;
        }
        return last >= 0 && item.at(last) != 0 && item.at(last) != 0x80;
    }

    private int at(int depth) {
        if (depth < 1 || depth > size) {
            throw new IllegalStateException("depth " + depth + " of " + size);
        }
        return size - depth;
    }
}
