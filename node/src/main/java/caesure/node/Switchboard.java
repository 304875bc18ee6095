// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static caesure.peers.Permission.NOBAN;

import caesure.net.Handler;
import caesure.net.Hub;
import caesure.peers.Peer;
import caesure.sync.Answer;
import caesure.sync.Conversations;
import caesure.wire.Message;
import caesure.wire.NetAddress;

import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Between the sockets and the conversations: what is heard goes up, what is to be said and done
 * goes down. One thread at a time is within; answers leave in the order in which they were made.
 */
final class Switchboard implements Handler {
    /** Why a peer is left stands in the log already. */
    private static final String LOGGED = "";

    private final Conversations talks;
    private final InstantSource clock;
    private final Consumer<NetAddress> discourage;
    private final Consumer<UncheckedIOException> failed;

    /** Fair: or who asks now and then would wait for ever while peers talk. */
    private final ReentrantLock lock = new ReentrantLock(true);

    /** Where those are that were opened and not closed; some may have hung up by now. */
    private final Map<Long, NetAddress> here = new HashMap<>();

    /** It needs this at its start, and this needs it: so it comes a little later. */
    private final CompletableFuture<Hub> hub = new CompletableFuture<>();

    /**
     * @param discourage remembers an address at which somebody broke the rules
     * @param failed told when the chain can be read or written no more
     */
    Switchboard(
            Conversations talks,
            InstantSource clock,
            Consumer<NetAddress> discourage,
            Consumer<UncheckedIOException> failed) {
        this.talks = talks;
        this.clock = clock;
        this.discourage = discourage;
        this.failed = failed;
    }

    /** Joins the sockets; until then whoever hears something waits. */
    void join(Hub sockets) {
        hub.complete(sockets);
    }

    @Override
    public void opened(Peer peer) {
        answer(talks -> {
            here.put(peer.id(), peer.remote().address());
            return talks.opened(peer, clock.instant());
        });
    }

    @Override
    public void message(Peer peer, Message message) {
        answer(talks -> talks.on(peer.id(), message, clock.instant()));
    }

    @Override
    public void malformed(Peer peer, String command, String what) {
        answer(talks -> talks.malformed(peer.id(), command, what, clock.instant()));
    }

    @Override
    public void violated(Peer peer, String command, String what) {
        answer(talks -> talks.violated(peer.id(), command, what, clock.instant()));
    }

    @Override
    public boolean isBusy(Peer peer) {
        return ask(talks -> talks.isBusy(peer.id()));
    }

    @Override
    public void proceed(Peer peer) {
        answer(talks -> talks.proceed(peer.id(), clock.instant()));
    }

    @Override
    public void closed(Peer peer) {
        answer(talks -> {
            List<Answer> last = talks.closed(peer.id(), clock.instant());
            here.remove(peer.id());
            return last;
        });
    }

    @Override
    public void tick() {
        answer(talks -> talks.tick(clock.instant()));
    }

    /** Asks the conversations for something. */
    <T> T ask(Function<Conversations, T> question) {
        lock.lock();
        try {
            return question.apply(talks);
        } finally {
            lock.unlock();
        }
    }

    /** Has the conversations do something, and does what they answer. */
    void answer(Function<Conversations, List<Answer>> deed) {
        lock.lock();
        try {
            deed.apply(talks).forEach(this::perform);
        } catch (UncheckedIOException e) {
            failed.accept(e);
        } finally {
            lock.unlock();
        }
    }

    private void perform(Answer answer) {
        Hub sockets = hub.join();
        switch (answer) {
            case Answer.Say(long peer, Message message) -> sockets.send(peer, message);
            case Answer.SayBytes(long peer, var frame) -> sockets.send(peer, frame);
            case Answer.Discourage(long peer, _) -> discourage(sockets, peer);
            case Answer.Leave(long peer, _) -> sockets.drop(peer, LOGGED);
        }
    }

    /** Ends all connections to where a peer is, or was a moment ago. */
    private void discourage(Hub sockets, long peer) {
        NetAddress address = here.get(peer);
        if (address == null) return;
        discourage.accept(address);
        sockets.drop(peer, LOGGED);
        sockets.disconnectIf(
                other -> other.remote().address().equals(address) && !other.may(NOBAN));
    }
}
