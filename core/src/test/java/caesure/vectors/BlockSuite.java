// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.consensus.BlockRules;
import caesure.consensus.CoinView;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.consensus.Subsidy;
import caesure.consensus.TransactionRules;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.testkit.ClaimedPlace;
import caesure.testkit.PrevoutsCsv;
import caesure.testkit.VectorSuite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Real blocks; the file name tells network and height. All must be in order by themselves and at
 * their height. Where the outputs they spend lie beside them, all rules of spending and all scripts
 * must hold too, and the coinbase takes exactly what it may.
 *
 * <p>What the files do not tell is not checked: the median time past (BIP 113, and BIP 68 by time),
 * and, where heights of coins are missing, maturity and BIP 68 by height.
 */
final class BlockSuite implements VectorSuite {
    private static final Secp256k1 SECP = Secp256k1.load().engine();

    @Override
    public String glob() {
        return "blocks/*.raw";
    }

    @Override
    public int run(Path file) throws Exception {
        String name = file.getFileName().toString();
        String[] part = name.split("-", -1);
        Params params = params(part[0]);
        Block block = Block.parse(ByteString.wrap(Files.readAllBytes(file)));
        assertEquals(Optional.empty(), BlockRules.checkStructure(block, params, SECP), name);
        if (part[1].equals("unknown") || part[0].equals("testnet2")) return 1;
        int height = Integer.parseInt(part[1]);
        assertEquals(Optional.empty(), BlockRules.checkAtHeight(block, height, params), name);
        for (Transaction transaction : block.transactions()) {
            assertTrue(TransactionRules.isFinal(transaction, height, block.header().time()), name);
        }
        Path csv = file.resolveSibling(name.replace(".raw", ".prevouts.csv"));
        return Files.exists(csv) ? 1 + spend(block, height, params, csv) : 1;
    }

    private static Params params(String network) {
        return switch (network) {
            case "mainnet" -> Params.of(Network.MAIN);
            case "testnet4" -> Params.of(Network.TESTNET4);
            case "signet" -> Params.of(Network.SIGNET);
            default -> Params.of(Network.TESTNET3);
        };
    }

    /**
     * @return how many inputs were run
     */
    private static int spend(Block block, int height, Params params, Path csv) throws Exception {
        var past = params.history().heightInCoinbaseBlock().orElse(block.hash());
        var place = new ClaimedPlace(block.header(), block.hash(), height, past);
        PrevoutsCsv prevouts = PrevoutsCsv.read(csv);
        if (!prevouts.complete()) {
            System.out.println(csv.getFileName() + ": maturity and BIP 68 not checked: no heights");
        }
        var outcome = SpendRules.connect(block, place, before(block, prevouts), params);
        var connected = assertInstanceOf(SpendRules.Connected.class, outcome, outcome.toString());
        long claimed =
                block.transactions().getFirst().outputs().stream()
                        .mapToLong(TxOut::valueSats)
                        .sum();
        assertEquals(Subsidy.at(height, params) + connected.feesSats(), claimed);
        int inputs = 0;
        for (SpendRules.Spend spend : connected.spends()) inputs += run(spend, connected);
        return inputs;
    }

    private static int run(SpendRules.Spend spend, SpendRules.Connected connected) {
        Transaction transaction = spend.transaction();
        var spent = spend.coins().stream().map(Coin::output).toList();
        var sigHashes = SigHashes.of(transaction, spent);
        var verifier = new ScriptVerifier(SECP);
        for (int i = 0; i < spent.size(); i++) {
            ScriptError error = verifier.verify(sigHashes, i, connected.flags());
            if (error != ScriptError.OK) {
                throw new AssertionError(
                        Reject.script(
                                error, transaction, i, transaction.inputs().get(i).previous()));
            }
        }
        return spent.size();
    }

    /** The file also lists what the block itself made; the block has to make that again. */
    private static CoinView before(Block block, PrevoutsCsv prevouts) {
        Set<Txid> own = new HashSet<>();
        block.transactions().forEach(transaction -> own.add(transaction.txid()));
        return outPoint ->
                own.contains(outPoint.txid()) ? Optional.empty() : prevouts.coin(outPoint);
    }
}
