// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.log.Category;
import caesure.log.Log;
import caesure.peers.ConnectionType;
import caesure.peers.Permission;
import caesure.transport.Frame;
import caesure.wire.Message;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is to be said and done, and who is to be left for what. */
final class Voice {
    private final Log log;
    private List<Answer> answers = new ArrayList<>();

    Voice(Log log) {
        this.log = log;
    }

    Log log() {
        return log;
    }

    void say(Talk talk, Message message) {
        if (talk.isOver) return;
        talk.pulse.spoke = true;
        answers.add(new Answer.Say(talk.id(), message));
    }

    void say(Talk talk, Frame frame) {
        if (talk.isOver) return;
        talk.pulse.spoke = true;
        answers.add(new Answer.SayBytes(talk.id(), frame));
    }

    /** Ends a conversation. */
    void leave(Talk talk, String why) {
        log.debug(Category.NET, "%s, disconnecting peer=%d", why, talk.id());
        end(talk, new Answer.Leave(talk.id(), why));
    }

    /** Ends a conversation for a reason that everybody may want to know. */
    void leaveLoudly(Talk talk, String why) {
        log.info("%s, disconnecting peer=%d", why, talk.id());
        end(talk, new Answer.Leave(talk.id(), why));
    }

    /**
     * Ends a conversation for a fault that no honest peer makes (Core's Misbehaving). Those that a
     * person trusts stay, and the address of this very machine is not held against it.
     *
     * @param why may be empty
     */
    void misbehaves(Talk talk, String why) {
        if (talk.isOver) return;
        long id = talk.id();
        log.debug(Category.NET, "Misbehaving: peer=%d%s", id, why.isEmpty() ? "" : ": " + why);
        if (talk.peer.may(Permission.NOBAN)) {
            log.warning("Not punishing noban peer %d!", id);
        } else if (talk.peer.type() == ConnectionType.MANUAL) {
            log.warning("Not punishing manually connected peer %d!", id);
        } else if (talk.peer.remote().address().isLocal()) {
            String what = "Warning: disconnecting but not discouraging local peer %d!";
            log.debug(Category.NET, what, id);
            end(talk, new Answer.Leave(id, why));
        } else {
            log.debug(Category.NET, "Disconnecting and discouraging peer %d!", id);
            end(talk, new Answer.Discourage(id, why));
        }
    }

    private void end(Talk talk, Answer answer) {
        if (talk.isOver) return;
        talk.isOver = true;
        answers.add(answer);
    }

    /** All that was gathered since the last time, in order. */
    List<Answer> take() {
        List<Answer> all = List.copyOf(answers);
        answers = new ArrayList<>();
        return all;
    }
}
