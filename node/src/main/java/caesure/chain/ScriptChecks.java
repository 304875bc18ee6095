// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Params;
import caesure.primitives.BlockHash;
import caesure.primitives.Target;
import caesure.primitives.Work;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Whose scripts have to be run (Core's -assumevalid, ConnectBlock).
 *
 * <p>Scripts of a block need not be run if a block that people have verified builds on it, and it
 * lies so deep that leaving them out saves nobody's fraud: two weeks of work under the best header,
 * whose chain has the minimum work.
 */
final class ScriptChecks {
    private static final BigInteger TWO_WEEKS_S = BigInteger.valueOf(14 * 24 * 60 * 60);

    private final HeaderTree tree;
    private final Optional<BlockHash> assumeValid;
    private final Work minimumWork;
    private final BigInteger spacingS;

    ScriptChecks(HeaderTree tree, Chain.Settings settings, Params params) {
        this.tree = tree;
        this.assumeValid = settings.assumeValid();
        this.minimumWork = settings.minimumWork();
        this.spacingS = BigInteger.valueOf(params.proofOfWork().spacingS());
    }

    /** Why the scripts of a block have to be run, in bitcoind's words; empty if they have not. */
    Optional<String> reason(HeaderNode node) {
        if (assumeValid.isEmpty()) return Optional.of("assumevalid=0 (always verify)");
        Optional<HeaderNode> assumed = tree.find(assumeValid.get());
        if (assumed.isEmpty()) return Optional.of("assumevalid hash not in headers");
        if (!node.isAncestorOf(assumed.get())) {
            return Optional.of(
                    node.height() > assumed.get().height()
                            ? "block height above assumevalid height"
                            : "block not in assumevalid chain");
        }
        HeaderNode best = tree.bestHeader();
        if (!node.isAncestorOf(best)) return Optional.of("block not in best header chain");
        if (best.work().compareTo(minimumWork) < 0) {
            return Optional.of("best header chainwork below minimumchainwork");
        }
        return equivalentTimeS(node, best).compareTo(TWO_WEEKS_S) <= 0
                ? Optional.of("block too recent relative to best header")
                : Optional.empty();
    }

    /** How long the work on top of a block takes, in seconds (GetBlockProofEquivalentTime). */
    private BigInteger equivalentTimeS(HeaderNode node, HeaderNode best) {
        BigInteger work = best.work().hashes().subtract(node.work().hashes());
        BigInteger one = Target.ofCompact(best.header().bits()).orElseThrow().work().hashes();
        return work.multiply(spacingS).divide(one);
    }
}
