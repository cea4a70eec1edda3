"""{% load pagecache %}{% kept "pilot-aside" page.pk %}…{% endkept %}: a part of a page made once a generation."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from kernel.pagecache.keeping import kept

register = template.Library()


class KeptNode(template.Node):
    """Renders its part unless it is known; always in a preview, whose page is not what everyone reads."""

    def __init__(self, nodelist: NodeList, names: list[FilterExpression]) -> None:
        self.nodelist, self.names = nodelist, names

    def render(self, context: template.Context) -> SafeString:
        """The part, which shows public content only: nothing of who asks, nothing that changes with time alone."""
        if getattr(context.get("request"), "is_preview", False):
            return self.nodelist.render(context)
        name = ":".join(["part", *(str(each.resolve(context)) for each in self.names)])
        return kept(name, lambda: self.nodelist.render(context))


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """{% kept "name" what it depends on… %}."""
    names = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    if not names:
        raise template.TemplateSyntaxError("kept needs a name and whatever its part depends on")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, names)
