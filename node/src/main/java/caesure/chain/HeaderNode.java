// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.HeaderView;
import caesure.primitives.Header;
import caesure.primitives.Target;
import caesure.primitives.Work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A header in its place in the {@link HeaderTree}, and what is known of its block. Only the thread
 * that decides for the {@link Chain} changes the latter.
 *
 * <p>Besides its parent each node knows one ancestor further back, so chosen (Core's GetSkipHeight)
 * that any ancestor is found in some log(height) steps.
 */
public final class HeaderNode implements HeaderView {
    /** How many headers the median is of (BIP 113). */
    private static final int MEDIAN_SPAN = 11;

    private final Header header;
    private final int height;
    private final Optional<HeaderNode> parent;
    private final HeaderNode skip; // this very node for genesis
    private final Work work;
    private final long medianTimePast;
    private final int arrival;
    private final List<HeaderNode> children = new ArrayList<>(1);
    private volatile boolean isLeaf = true;
    private volatile boolean invalid;
    private volatile Facts facts = Facts.NONE;
    private volatile long chainTransactions; // 0: a block on the way here was never seen
    private volatile long sequence; // of the blocks with equal work the lowest is chosen
    private long stored; // how many bodies came before this one's
    private int slot = -1; // in the index; -1: not there yet

    HeaderNode(Header genesis) {
        this.header = genesis;
        this.height = 0;
        this.parent = Optional.empty();
        this.skip = this;
        this.work = workOf(genesis);
        this.medianTimePast = genesis.time();
        this.arrival = 0;
        this.facts = Facts.GENESIS;
        this.chainTransactions = 1;
    }

    /**
     * @param arrival how many headers came before, of all branches
     */
    HeaderNode(Header header, HeaderNode parent, int arrival) {
        this.header = header;
        this.height = parent.height + 1;
        this.parent = Optional.of(parent);
        this.skip = parent.ancestor(skipHeight(height));
        this.work = parent.work.plus(workOf(header));
        this.medianTimePast = median(header, parent);
        this.arrival = arrival;
        this.invalid = parent.invalid;
    }

    @Override
    public Header header() {
        return header;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Optional<HeaderNode> parent() {
        return parent;
    }

    @Override
    public HeaderNode ancestor(int wanted) {
        if (wanted < 0 || wanted > height) {
            throw new IllegalArgumentException("height " + wanted + " below " + height);
        }
        HeaderNode node = this;
        while (node.height > wanted) {
            node = node.skip.height >= wanted ? node.skip : node.parent.orElseThrow();
        }
        return node;
    }

    @Override
    public long medianTimePast() {
        return medianTimePast;
    }

    /** Of the whole chain up to here. */
    public Work work() {
        return work;
    }

    /** Whether this block, or one that it builds on, breaks a rule. */
    public boolean isInvalid() {
        return invalid;
    }

    /** Whether this is on the chain that leads to another block, or is that block. */
    public boolean isAncestorOf(HeaderNode other) {
        return other.height >= height && other.ancestor(height) == this;
    }

    /** What is known of the block, as of now. */
    public Facts facts() {
        return facts;
    }

    /**
     * How many transactions the chain up to here has, this block's included; 0 if one of its blocks
     * was never seen.
     */
    public long chainTransactions() {
        return chainTransactions;
    }

    /** Whether the chain up to here was seen whole, so that it may become the best. */
    public boolean isLinked() {
        return chainTransactions != 0;
    }

    /**
     * Whether this is to be chosen before another: more work, or as much and complete first
     * (CBlockIndexWorkComparator).
     */
    boolean isBetterThan(HeaderNode other) {
        int order = work.compareTo(other.work);
        if (order != 0) return order > 0;
        if (sequence != other.sequence) return sequence < other.sequence;
        return arrival < other.arrival;
    }

    /** The last block that this chain and another have in common. */
    public HeaderNode lastCommon(HeaderNode other) {
        int level = Math.min(height, other.height);
        HeaderNode a = ancestor(level);
        HeaderNode b = other.ancestor(level);
        while (a != b) {
            boolean far = a.skip != b.skip; // then what they share lies before both skips
            a = far ? a.skip : a.parent.orElseThrow();
            b = far ? b.skip : b.parent.orElseThrow();
        }
        return a;
    }

    /** Whether the block itself can be read, and not only its header. */
    public boolean isHere() {
        return height == 0 || facts.body().isPresent();
    }

    /** How many headers came before, of all branches. */
    int arrival() {
        return arrival;
    }

    long stored() {
        return stored;
    }

    void setStored(long number) {
        stored = number;
    }

    int slot() {
        return slot;
    }

    void setSlot(int number) {
        slot = number;
    }

    void set(Facts known) {
        facts = known;
    }

    /**
     * All blocks up to here are there.
     *
     * @param number the place in the order in which chains became whole
     */
    void link(long number) {
        chainTransactions = parent.orElseThrow().chainTransactions + facts.transactions();
        sequence = number;
    }

    void unlink() {
        chainTransactions = 0;
    }

    void prefer(long number) {
        sequence = number;
    }

    /** Whether no header that builds on this one is known. */
    boolean isLeaf() {
        return isLeaf;
    }

    void add(HeaderNode child) {
        children.add(child);
        isLeaf = false;
    }

    List<HeaderNode> children() {
        return children;
    }

    void markInvalid(boolean whether) {
        invalid = whether;
    }

    @Override
    public String toString() {
        return "block " + height + " " + hash();
    }

    private static Work workOf(Header header) {
        return Target.ofCompact(header.bits())
                .map(Target::work)
                .orElseThrow(() -> new IllegalArgumentException("no target: " + header));
    }

    private static long median(Header header, HeaderNode parent) {
        long[] times = new long[Math.min(MEDIAN_SPAN, parent.height + 2)];
        times[0] = header.time();
        HeaderNode node = parent;
        for (int i = 1; i < times.length; i++) {
            times[i] = node.header.time();
            node = node.parent.orElse(node);
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    /**
     * To which height a node skips. Clearing the lowest set bits gives long jumps for some nodes
     * and, just behind them, short ones for others.
     */
    private static int skipHeight(int height) {
        if (height < 2) return 0;
        return height % 2 == 0
                ? withoutLowestBit(height)
                : withoutLowestBit(withoutLowestBit(height - 1)) + 1;
    }

    private static int withoutLowestBit(int n) {
        return n & (n - 1);
    }
}
