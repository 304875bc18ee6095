// SPDX-License-Identifier: BSD-2-Clause
/**
 * Which chain is the best: the tree of headers, the choice by work, the verification on all cores.
 *
 * <p>{@link caesure.chain.Chain} takes blocks and answers with verdicts. One thread at a time
 * decides; anybody may read the tip and its ledger, which never change.
 */
package caesure.chain;
