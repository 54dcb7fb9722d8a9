"""English sentences; some of them (end-to-end encrypted chats, years before another language) are in every export.

Sources: the sentences counted in one real export of 774,818 messages, the README of
mdjones-dev/Parser-Facebook-Messages-JSON (calls, sharing video), the README of harrismck/MessengerNicknameSyncer
(nicknames, names of groups), and public readers of single exports, to be found by their words "changed the chat
theme.", "removed the group name.", "set the quick reaction to" and "wasn't notified about this message".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

ENGLISH = SentenceTable(
    language="en",
    you=("You",),
    you_as_object=("you", "You", "yourself"),
    sentences={
        MessageKind.ATTACHMENT: (
            "{who} sent an [attachment|audio file].",
            "{who} sent a [photo|video|GIF|link|sticker|file|voice message|voice clip|reel|story|post].",
            "{who} sent {number} [photos|videos|files].",
            "{who} shared a [story|post|reel|photo|video|location].",
            "{who} sent [a|a live|their|their live|his|her|your] location.",
            "{who} [started|stopped] sharing [a live|their live|your live|live] location.",
        ),
        MessageKind.CALL: (
            "You called {person}.",
            "{person} called you.",
            "{person} missed [your|a] [call|video call|video chat|audio call].",
            "{person} missed a [call|video call|video chat|audio call] [from|with] {person}.",
            "[The video chat|The video call|The audio call|The voice call|The call] ended.",
            "[Video chat|Video call|Audio call|Voice call|Call] ended[.|]",
            "{person} [joined|left|ended] the [call|video call|video chat|audio call|room].",
            "{person} started [a call|a video call|a video chat|an audio call|a voice call|a group call].",
            "{person} [started|stopped] sharing video.",
            "{person} stopped viewing [your|the] video.",
            "{person}'s video has ended.",
            "{person} and {person} can now see each other.",
        ),
        MessageKind.REACTION: (
            "Reacted {emoji} to your message",
            "{handle} reacted {emoji} to your message",
            "{person} reacted {emoji} to [your|a] message[|.]",
            "{who} reacted {emoji} to {person}'s message[|.]",
            "Liked a message",
            "{handle} liked a message",
        ),
        MessageKind.UNSENT: ("[User|A contact] unsent a message[|.]", "{who} unsent a message[|.]"),
        MessageKind.SYSTEM: (
            "{who} added {people} to the group.",
            "{who} added [participants|a participant|{number} participants].",
            "{who} removed {people} from the group.",
            "{who} left the group.",
            "{who} joined the group[| via link| via invite link| using the group link].",
            "{who} joined via link.",
            "{who} named the group {name}.",
            "{who} changed the group name to {name}.",
            "{who} removed the group name.",
            "{who} created [the|this|a] group[.|]",
            "{who} [changed|removed|set] the group photo.",
            "[{person} is|You are] [now|no longer] an admin.",
            "{who} made {people} [an admin|admins].",
            "{who} [added|removed] {people} as [a group admin|group admins|an admin|admins].",
            "{who} set the nickname for {people} to {nickname}.",
            "{who} set [your|your own|their own|his own|her own] nickname to {nickname}.",
            "{who} cleared the nickname for {people}.",
            "{who} cleared [your|your own|their own|his own|her own] nickname.",
            "{who} changed the [theme|chat theme|chat colors|chat colours|chat color].",
            "{who} changed the [theme|chat theme] to {name}.",
            "{who} set the [emoji|quick reaction] to {name}.",
            "{who} removed the [emoji|quick reaction].",
            "{who} [pinned|unpinned] a message.",
            "{who} turned [on|off] [disappearing messages|vanish mode|auto-translation][.|. {name}]",
            "{who} waved at {person}!",
            "{person} waved at you!",
            "Say hi to your new Facebook friend, {people}.",
            "{person} just joined Messenger! {name}",
            "You are now connected on Messenger[.|]",
            "You can now [message and call|call] each other and see [info|information] [like|such as] Active Status and"
            " when you've read messages.",
            "This chat is read-only.",
            "{person} wasn't notified about this message because they're in quiet mode[.|]",
            "{who} created a poll: {name}",
            "{who} created a poll.",
            "{who} voted for {name} in the poll[.|: {name}]",
            "{who} changed [their |your |his |her |]vote to {name} in the poll[.|: {name}]",
            "{who} removed [their |your |his |her |]vote for {name} [in|from] the poll[.|: {name}]",
            "This poll is no longer available.",
            "{who} [started|created] a plan.",
            "{who} named the plan {name}.",
        ),
    },
)
