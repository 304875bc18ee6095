// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

/** One switch of script verification, by Bitcoin Core's name. Soft forks and policy add them. */
public enum VerifyFlag {
    P2SH,
    STRICTENC,
    DERSIG,
    LOW_S,
    NULLDUMMY,
    SIGPUSHONLY,
    MINIMALDATA,
    DISCOURAGE_UPGRADABLE_NOPS,
    CLEANSTACK,
    CHECKLOCKTIMEVERIFY,
    CHECKSEQUENCEVERIFY,
    WITNESS,
    DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
    MINIMALIF,
    NULLFAIL,
    WITNESS_PUBKEYTYPE,
    CONST_SCRIPTCODE,
    TAPROOT,
    DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
    DISCOURAGE_OP_SUCCESS,
    DISCOURAGE_UPGRADABLE_PUBKEYTYPE;

    @SuppressWarnings("EnumOrdinal") // never leaves the process
    int bit() {
        return 1 << ordinal();
    }
}
