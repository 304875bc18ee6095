// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/**
 * Runs one script on a stack (Bitcoin Core's EvalScript). The order of all checks is Core's: under
 * another order a script would still fail, but under another name, and with a flag too many or too
 * few it might not.
 */
final class Interpreter {
    /** The longest item that a script may push, in bytes. */
    static final int ITEM_BYTES_MAX = 520;

    /** The most operations, pushes not counted, before tapscript. */
    static final int OPS_MAX = 201;

    private final Stack stack;
    private final Stack altStack = new Stack();
    private final Conditions conditions = new Conditions();
    private final ByteString script;
    private final ScriptCursor cursor;
    private final SigVersion version;
    private final InputContext input;
    private final boolean minimal;

    private int opCount;
    private int codeStart; // behind the last OP_CODESEPARATOR that was run

    Interpreter(Stack stack, ByteString script, SigVersion version, InputContext input) {
        this.stack = stack;
        this.script = script;
        this.cursor = new ScriptCursor(script);
        this.version = version;
        this.input = input;
        this.minimal = input.has(VerifyFlag.MINIMALDATA);
    }

    /**
     * Runs the script to its end.
     *
     * @throws ScriptFailure if it fails
     */
    void run() {
        if (version != SigVersion.TAPSCRIPT && script.length() > Script.BYTES_MAX) {
            throw ScriptFailure.of(ScriptError.SCRIPT_SIZE);
        }
        input.taproot().separateAt(TaprootSpend.NO_SEPARATOR);
        for (int step = 0; !cursor.atEnd(); step++) step(step);
        if (!conditions.isEmpty()) throw ScriptFailure.of(ScriptError.UNBALANCED_CONDITIONAL);
    }

    private void step(int step) {
        boolean executing = conditions.allTrue();
        if (!cursor.next()) throw ScriptFailure.of(ScriptError.BAD_OPCODE);
        int opcode = cursor.opcode();
        checkEvenIfSkipped(opcode);
        if (opcode > Opcode.OP_PUSHDATA4) {
            if (executing || opcode >= Opcode.OP_IF && opcode <= Opcode.OP_ENDIF) {
                execute(opcode, executing, step);
            }
        } else if (executing) {
            push(opcode);
        }
        if (stack.size() + altStack.size() > Stack.ITEMS_MAX) {
            throw ScriptFailure.of(ScriptError.STACK_SIZE);
        }
    }

    /** What holds of every operation, also where an IF leaves it out. */
    private void checkEvenIfSkipped(int opcode) {
        if (cursor.data().length() > ITEM_BYTES_MAX) throw ScriptFailure.of(ScriptError.PUSH_SIZE);
        if (opcode > Opcode.OP_16) countOps(1);
        if (Opcode.isDisabled(opcode)) throw ScriptFailure.of(ScriptError.DISABLED_OPCODE);
        if (opcode == Opcode.OP_CODESEPARATOR
                && version == SigVersion.BASE
                && input.has(VerifyFlag.CONST_SCRIPTCODE)) {
            throw ScriptFailure.of(ScriptError.OP_CODESEPARATOR);
        }
    }

    /** Counts towards the limit of operations, which tapscript does not have. */
    void countOps(int more) {
        if (version == SigVersion.TAPSCRIPT) return;
        opCount += more;
        if (opCount > OPS_MAX) throw ScriptFailure.of(ScriptError.OP_COUNT);
    }

    private void push(int opcode) {
        ByteString data = cursor.data();
        if (minimal && !isMinimalPush(opcode, data)) {
            throw ScriptFailure.of(ScriptError.MINIMALDATA);
        }
        stack.push(data);
    }

    private void execute(int opcode, boolean executing, int step) {
        switch (opcode) {
            case Opcode.OP_IF, Opcode.OP_NOTIF -> enter(opcode, executing);
            case Opcode.OP_ELSE -> {
                needCondition();
                conditions.turn();
            }
            case Opcode.OP_ENDIF -> {
                needCondition();
                conditions.leave();
            }
            case Opcode.OP_VERIFY -> verify();
            case Opcode.OP_RETURN -> throw ScriptFailure.of(ScriptError.OP_RETURN);
            case Opcode.OP_NOP -> {}
            case Opcode.OP_CHECKLOCKTIMEVERIFY -> checkLockTime();
            case Opcode.OP_CHECKSEQUENCEVERIFY -> checkSequence();
            case Opcode.OP_TOALTSTACK -> {
                stack.need(1);
                altStack.push(stack.pop());
            }
            case Opcode.OP_FROMALTSTACK -> {
                if (altStack.isEmpty()) {
                    throw ScriptFailure.of(ScriptError.INVALID_ALTSTACK_OPERATION);
                }
                stack.push(altStack.pop());
            }
            case Opcode.OP_CODESEPARATOR -> {
                codeStart = cursor.position();
                input.taproot().separateAt(step);
            }
            case Opcode.OP_CHECKSIG, Opcode.OP_CHECKSIGVERIFY ->
                    SignatureOps.checkSig(opcode, this);
            case Opcode.OP_CHECKSIGADD -> SignatureOps.checkSigAdd(this);
            case Opcode.OP_CHECKMULTISIG, Opcode.OP_CHECKMULTISIGVERIFY ->
                    SignatureOps.checkMultisig(opcode, this);
            default -> calculate(opcode);
        }
    }

    /** Operations that need nothing but the stack, and those that mean nothing. */
    private void calculate(int opcode) {
        if (opcode == Opcode.OP_1NEGATE || opcode >= Opcode.OP_1 && opcode <= Opcode.OP_16) {
            stack.push(opcode - (Opcode.OP_1 - 1));
        } else if (opcode >= Opcode.OP_2DROP && opcode <= Opcode.OP_TUCK
                || opcode == Opcode.OP_SIZE) {
            StackOps.run(opcode, stack, minimal);
        } else if (opcode == Opcode.OP_EQUAL || opcode == Opcode.OP_EQUALVERIFY) {
            StackOps.equal(opcode, stack);
        } else if (opcode >= Opcode.OP_1ADD && opcode <= Opcode.OP_0NOTEQUAL) {
            NumberOps.unary(opcode, stack, minimal);
        } else if (opcode >= Opcode.OP_ADD && opcode <= Opcode.OP_MAX) {
            NumberOps.binary(opcode, stack, minimal);
        } else if (opcode == Opcode.OP_WITHIN) {
            NumberOps.within(stack, minimal);
        } else if (opcode >= Opcode.OP_RIPEMD160 && opcode <= Opcode.OP_HASH256) {
            hash(opcode);
        } else if (opcode >= Opcode.OP_NOP1 && opcode <= Opcode.OP_NOP10) {
            if (input.has(VerifyFlag.DISCOURAGE_UPGRADABLE_NOPS)) {
                throw ScriptFailure.of(ScriptError.DISCOURAGE_UPGRADABLE_NOPS);
            }
        } else {
            throw ScriptFailure.of(ScriptError.BAD_OPCODE);
        }
    }

    private void enter(int opcode, boolean executing) {
        boolean truth = false;
        if (executing) {
            stack.need(1);
            checkCondition(stack.top(1));
            truth = stack.isTrue() == (opcode == Opcode.OP_IF);
            stack.drop(1);
        }
        conditions.enter(truth);
    }

    /**
     * From segwit on a condition is nothing or one: by policy in version 0, always in tapscript.
     */
    private void checkCondition(ByteString condition) {
        boolean canonical = condition.isEmpty() || condition.length() == 1 && condition.at(0) == 1;
        if (canonical || version == SigVersion.BASE) return;
        if (version == SigVersion.TAPSCRIPT) {
            throw ScriptFailure.of(ScriptError.TAPSCRIPT_MINIMALIF);
        }
        if (input.has(VerifyFlag.MINIMALIF)) throw ScriptFailure.of(ScriptError.MINIMALIF);
    }

    private void needCondition() {
        if (conditions.isEmpty()) throw ScriptFailure.of(ScriptError.UNBALANCED_CONDITIONAL);
    }

    private void verify() {
        stack.need(1);
        if (!stack.isTrue()) throw ScriptFailure.of(ScriptError.VERIFY);
        stack.drop(1);
    }

    /** BIP 65. The operand stays on the stack, as under OP_NOP2. */
    private void checkLockTime() {
        if (!input.has(VerifyFlag.CHECKLOCKTIMEVERIFY)) return;
        if (!input.isLockedUntil(lockOperand())) {
            throw ScriptFailure.of(ScriptError.UNSATISFIED_LOCKTIME);
        }
    }

    /** BIP 112. The operand stays on the stack, as under OP_NOP3. */
    private void checkSequence() {
        if (!input.has(VerifyFlag.CHECKSEQUENCEVERIFY)) return;
        long sequence = lockOperand();
        if ((sequence & InputContext.SEQUENCE_DISABLED) != 0) return;
        if (!input.isAged(sequence)) throw ScriptFailure.of(ScriptError.UNSATISFIED_LOCKTIME);
    }

    private long lockOperand() {
        stack.need(1);
        long lock = ScriptNumber.decode(stack.top(1), minimal, ScriptNumber.LOCK_BYTES_MAX);
        if (lock < 0) throw ScriptFailure.of(ScriptError.NEGATIVE_LOCKTIME);
        return lock;
    }

    private void hash(int opcode) {
        stack.need(1);
        stack.push(HashOps.hash(opcode, stack.pop()));
    }

    /** What a signature of this script commits to: all behind the last separator that was run. */
    ByteString scriptCode() {
        return script.slice(codeStart, script.length());
    }

    Stack stack() {
        return stack;
    }

    SigVersion version() {
        return version;
    }

    InputContext input() {
        return input;
    }

    /** A number of the stack as an operand. */
    long number(int depth) {
        return ScriptNumber.decode(stack.top(depth), minimal, ScriptNumber.BYTES_MAX);
    }

    /** Whether a push from the script could not be written shorter (CheckMinimalPush). */
    private static boolean isMinimalPush(int opcode, ByteString data) {
        int length = data.length();
        if (length == 0) return opcode == Opcode.OP_0;
        if (length == 1) {
            int only = data.at(0);
            if (only >= 1 && only <= 16 || only == 0x81) return false; // OP_1..16, OP_1NEGATE
        }
        if (length < Opcode.OP_PUSHDATA1) return opcode == length;
        return opcode == (length <= 0xff ? Opcode.OP_PUSHDATA1 : Opcode.OP_PUSHDATA2);
    }
}
