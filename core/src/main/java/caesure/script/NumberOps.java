// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

/** Arithmetic and comparison of numbers. Operands are of four bytes, so that nothing overflows. */
final class NumberOps {
    private NumberOps() {}

    /** Runs one of the operations from OP_1ADD to OP_0NOTEQUAL. */
    static void unary(int opcode, Stack stack, boolean minimal) {
        stack.need(1);
        long a = operand(stack, 1, minimal);
        stack.drop(1);
        stack.push(
                switch (opcode) {
                    case Opcode.OP_1ADD -> a + 1;
                    case Opcode.OP_1SUB -> a - 1;
                    case Opcode.OP_NEGATE -> -a;
                    case Opcode.OP_ABS -> Math.abs(a);
                    case Opcode.OP_NOT -> number(a == 0);
                    case Opcode.OP_0NOTEQUAL -> number(a != 0);
                    default -> throw new IllegalStateException(Opcode.name(opcode));
                });
    }

    /** Runs one of the operations from OP_ADD to OP_MAX. */
    static void binary(int opcode, Stack stack, boolean minimal) {
        stack.need(2);
        long a = operand(stack, 2, minimal);
        long b = operand(stack, 1, minimal);
        stack.drop(2);
        if (opcode == Opcode.OP_NUMEQUALVERIFY) {
            if (a != b) throw ScriptFailure.of(ScriptError.NUMEQUALVERIFY);
        } else {
            stack.push(result(opcode, a, b));
        }
    }

    /** OP_WITHIN: the upper bound is without. */
    static void within(Stack stack, boolean minimal) {
        stack.need(3);
        long value = operand(stack, 3, minimal);
        long least = operand(stack, 2, minimal);
        long end = operand(stack, 1, minimal);
        stack.drop(3);
        stack.push(least <= value && value < end);
    }

    private static long result(int opcode, long a, long b) {
        return switch (opcode) {
            case Opcode.OP_ADD -> a + b;
            case Opcode.OP_SUB -> a - b;
            case Opcode.OP_BOOLAND -> number(a != 0 && b != 0);
            case Opcode.OP_BOOLOR -> number(a != 0 || b != 0);
            case Opcode.OP_NUMEQUAL -> number(a == b);
            case Opcode.OP_NUMNOTEQUAL -> number(a != b);
            case Opcode.OP_LESSTHAN -> number(a < b);
            case Opcode.OP_GREATERTHAN -> number(a > b);
            case Opcode.OP_LESSTHANOREQUAL -> number(a <= b);
            case Opcode.OP_GREATERTHANOREQUAL -> number(a >= b);
            case Opcode.OP_MIN -> Math.min(a, b);
            case Opcode.OP_MAX -> Math.max(a, b);
            default -> throw new IllegalStateException(Opcode.name(opcode));
        };
    }

    private static long operand(Stack stack, int depth, boolean minimal) {
        return ScriptNumber.decode(stack.top(depth), minimal, ScriptNumber.BYTES_MAX);
    }

    private static long number(boolean truth) {
        return truth ? 1 : 0;
    }
}
