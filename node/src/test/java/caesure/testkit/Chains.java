// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.store.DataDir;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens chains as the tests want them: with all there is to catch up with. */
public final class Chains {
    private static final Secp256k1 SECP = Secp256k1.load().engine();

    private Chains() {}

    /** Remembers what a start says of damage. */
    public static final class Heard implements Chain.Reporter {
        private final List<String> damage = new CopyOnWriteArrayList<>();
        private final List<String> repaired = new CopyOnWriteArrayList<>();

        @Override
        public void progress(CatchUp progress) {}

        @Override
        public void damage(String what) {
            damage.add(what);
        }

        @Override
        public void repaired(String what) {
            repaired.add(what);
        }

        public List<String> damage() {
            return damage;
        }

        public List<String> repaired() {
            return repaired;
        }
    }

    /** A chain in which damage is a failure. */
    public static Chain open(DataDir dir, Params params) throws IOException {
        var heard = new Heard();
        Chain chain = open(dir, params, heard);
        if (heard.damage.isEmpty()) return chain;
        chain.close();
        throw new AssertionError(heard.damage);
    }

    /** A chain that tells what it finds. */
    public static Chain open(DataDir dir, Params params, Chain.Reporter reporter)
            throws IOException {
        return open(dir, params, Chain.Settings.of(params, 2), reporter);
    }

    public static Chain open(
            DataDir dir, Params params, Chain.Settings settings, Chain.Reporter reporter)
            throws IOException {
        Chain chain = Chain.open(dir, params, SECP, settings, reporter);
        chain.catchUp(() -> false);
        return chain;
    }
}
