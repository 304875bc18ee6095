// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/** The operations that only move items, and those that compare them byte for byte. */
final class StackOps {
    private StackOps() {}

    /**
     * Runs one of the operations from OP_2DROP to OP_TUCK, or OP_SIZE.
     *
     * @param minimal whether numbers have to be in their shortest form
     */
    static void run(int opcode, Stack stack, boolean minimal) {
        stack.need(itemsNeeded(opcode));
        switch (opcode) {
            case Opcode.OP_2DROP -> stack.drop(2);
            case Opcode.OP_2DUP -> copy(stack, 2, 2);
            case Opcode.OP_3DUP -> copy(stack, 3, 3);
            case Opcode.OP_2OVER -> copy(stack, 4, 2);
            case Opcode.OP_2ROT -> {
                stack.push(stack.remove(6));
                stack.push(stack.remove(6));
            }
            case Opcode.OP_2SWAP -> {
                stack.swap(4, 2);
                stack.swap(3, 1);
            }
            case Opcode.OP_IFDUP -> {
                if (stack.isTrue()) copy(stack, 1, 1);
            }
            case Opcode.OP_DEPTH -> stack.push(stack.size());
            case Opcode.OP_DROP -> stack.drop(1);
            case Opcode.OP_DUP -> copy(stack, 1, 1);
            case Opcode.OP_NIP -> stack.remove(2);
            case Opcode.OP_OVER -> copy(stack, 2, 1);
            case Opcode.OP_PICK -> stack.push(stack.top(popDepth(stack, minimal)));
            case Opcode.OP_ROLL -> stack.push(stack.remove(popDepth(stack, minimal)));
            case Opcode.OP_ROT -> stack.push(stack.remove(3));
            case Opcode.OP_SWAP -> stack.swap(2, 1);
            case Opcode.OP_TUCK -> {
                stack.swap(2, 1);
                copy(stack, 2, 1);
            }
            case Opcode.OP_SIZE -> stack.push(stack.top(1).length());
            default -> throw new IllegalStateException(Opcode.name(opcode));
        }
    }

    /** OP_EQUAL and OP_EQUALVERIFY. */
    static void equal(int opcode, Stack stack) {
        stack.need(2);
        boolean equal = stack.pop().equals(stack.pop());
        if (opcode == Opcode.OP_EQUAL) {
            stack.push(equal);
        } else if (!equal) {
            throw ScriptFailure.of(ScriptError.EQUALVERIFY);
        }
    }

    private static int itemsNeeded(int opcode) {
        return switch (opcode) {
            case Opcode.OP_DEPTH -> 0;
            case Opcode.OP_IFDUP, Opcode.OP_DROP, Opcode.OP_DUP, Opcode.OP_SIZE -> 1;
            case Opcode.OP_3DUP, Opcode.OP_ROT -> 3;
            case Opcode.OP_2OVER, Opcode.OP_2SWAP -> 4;
            case Opcode.OP_2ROT -> 6;
            default -> 2;
        };
    }

    /** Pushes again so many items, the first of them at a depth. */
    private static void copy(Stack stack, int depth, int count) {
        for (int i = 0; i < count; i++) {
            ByteString item = stack.top(depth);
            stack.push(item);
        }
    }

    /** The operand of OP_PICK and OP_ROLL, which counts from 0, as a depth. */
    private static int popDepth(Stack stack, boolean minimal) {
        long index = ScriptNumber.decode(stack.top(1), minimal, ScriptNumber.BYTES_MAX);
        stack.drop(1);
        if (index < 0 || index >= stack.size()) {
            throw ScriptFailure.of(ScriptError.INVALID_STACK_OPERATION);
        }
        return (int) index + 1;
    }
}
