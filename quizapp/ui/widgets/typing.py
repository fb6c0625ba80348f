"""Fields that letters are typed into, and that carry every key out in its turn."""

from __future__ import annotations

from textual.events import Key
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea


class InTurn(Widget):
    """A field whose keys are carried out in the order in which they were pressed.

    Textual puts a letter into a text at once, but carries out Home, Backspace or an arrow only when the key has gone up
    through everything that stands around the field. Of Backspace and x in one breath, x comes first, and it is the x
    that Backspace takes away. So it is whenever keys come faster than they are carried out: on a busy machine, over a
    slow line, from a key that is held down.
    """

    async def _on_key(self, event: Key) -> None:
        await self.carry_out(event)

    async def carry_out(self, event: Key) -> None:
        """Do what the field itself has this key for; any other key goes its way."""
        if self.check_consume_key(event.key, event.character):
            return
        for namespace, bindings in self.screen._modal_binding_chain:  # noqa: SLF001 - with keys of one's own
            if namespace is not self:
                continue
            for binding in bindings.key_to_bindings.get(event.key, ()):
                if not binding.priority and await self.app.run_action(binding.action, self):
                    event.stop()
                    return


class Line(Input, InTurn):
    """One line. A letter moves nothing around it, but Textual's field has the whole screen laid out anew."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class Sheet(TextArea, InTurn):
    """Several lines."""
