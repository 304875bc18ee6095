// SPDX-License-Identifier: BSD-2-Clause
package caesure.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.consensus.BlockRules;
import caesure.consensus.HeaderRules;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.testkit.Place;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges blocks beside a real bitcoind: every verdict must be the same, to the letter. */
class BitcoindTest {
    private static final int BLOCKS = 3_000;
    private static final String VALID = "valid";
    private static final Secp256k1 SECP = Secp256k1.load().engine();

    private final TestChain chain = TestChain.regtest();
    private final Params params = chain.params();
    private final Map<String, Integer> verdicts = new TreeMap<>();

    @Test
    void bitcoindAgreesOnEveryBlock(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        try (var bitcoind = Bitcoind.start(folder)) {
            for (int i = 0; i < 140; i++) {
                Block block = chain.next().mine();
                assertEquals(Optional.empty(), bitcoind.submit(block.bytes()));
                chain.add(block);
            }
            long nowS = System.currentTimeMillis() / 1_000;
            for (int i = 0; i < BLOCKS; i++) {
                Block block = FaultyBlocks.make(chain, ripeCoins(), random, nowS);
                Set<String> ours = judge(block, nowS);
                String theirs = bitcoind.submit(block.bytes()).orElse(VALID);
                verdicts.merge(theirs, 1, Integer::sum);
                assertTrue(
                        ours.contains(theirs),
                        () -> theirs + ", but we say " + ours + ": -Dseed=" + seed);
                if (theirs.equals(VALID)) chain.add(block);
            }
        }
        verdicts.forEach((text, count) -> System.out.println("interop: " + count + " " + text));
        assertTrue(verdicts.size() > 20, "too few kinds of verdicts: " + verdicts.keySet());
    }

    /** Coinbases of 50 bitcoins that are still there and old enough. */
    private List<OutPoint> ripeCoins() {
        var ripe = new ArrayList<OutPoint>();
        for (int h = 1; h <= chain.tip().height() - 100; h++) {
            if (chain.coins().coin(chain.coinbase(h)).isPresent()) ripe.add(chain.coinbase(h));
        }
        return ripe;
    }

    /**
     * As the chain does, without storing anything. One verdict; several only where several scripts
     * fail, because bitcoind checks them side by side and names any.
     */
    private Set<String> judge(Block block, long nowS) {
        Optional<Reject> broken = BlockRules.checkStructure(block, params, SECP);
        if (broken.isEmpty()) {
            broken = HeaderRules.checkContext(block.header(), chain.tip(), params, nowS);
        }
        if (broken.isEmpty()) broken = BlockRules.checkContext(block, chain.tip(), params);
        if (broken.isPresent()) return Set.of(broken.get().text());
        Place self = chain.tip().then(block.header());
        return switch (SpendRules.connect(block, self, chain.coins(), params)) {
            case SpendRules.Refused(Reject reject) -> Set.of(reject.text());
            case SpendRules.Connected connected -> checkScripts(connected);
        };
    }

    private static Set<String> checkScripts(SpendRules.Connected connected) {
        var failures = new TreeSet<String>();
        var verifier = new ScriptVerifier(SECP);
        for (SpendRules.Spend spend : connected.spends()) {
            List<TxOut> outputs = spend.coins().stream().map(Coin::output).toList();
            SigHashes hashes = SigHashes.of(spend.transaction(), outputs);
            for (int i = 0; i < outputs.size(); i++) {
                ScriptError error = verifier.verify(hashes, i, connected.flags());
                if (error != ScriptError.OK) {
                    OutPoint coin = spend.transaction().inputs().get(i).previous();
                    failures.add(Reject.script(error, spend.transaction(), i, coin).text());
                }
            }
        }
        return failures.isEmpty() ? Set.of(VALID) : failures;
    }
}
