"""Words that stand in scholarly prose on any subject, and so tell no two papers apart."""

COMMON_WORDS = frozenset(
    """
    took gave went held kept ran says said the and with for that than are one its can from over each which them into
    this more all per while every without how run same better between earlier less two full little then much many ones
    single their when few out well other others own high most about against together through not within end what
    several work any both lower fewer larger new across instead they long via alone even share has such also let does
    make makes making almost way but below open three use uses used using cut cuts number give gives take takes taken
    next after before base based original those these result results show shows shown best inside part parts off once
    author authors need needs rather falls already average equal ahead simple extra second first third far pick picks
    bring brings similar yet rest towards toward still drop drops method methods too designed compared made half
    different during where therefore turn turns near nearly like raise raises get gets just back was were have been
    being choice value values works study common become becomes depend depends itself should enough change changes
    fully hard level enable enables propose proposes proposed present presents introduce introduces improve improves
    improved improving achieve achieves achieved approach approaches paper papers problem problems technique techniques
    task tasks performance model models modelling modeling system systems framework algorithm analysis novel existing
    recent various significantly significant effective effectively efficient efficiently efficiency large small smaller
    low higher good great fast faster slow set sets step steps keep keeps stay stays hold holds leave leaves left reach
    reaches find finds found learn learns learned follow follows time times size sizes scale scales scaling cost costs
    quality accuracy accurate loss data cent percent only another because since until very some here there thus hence
    however whether either neither nor under above among again further ways whole free plain usual top up down four
    five six seven eight nine ten who whose why will would could may might must along around behind beyond upon zero
    two-thirds quarter twice lets put puts fine pre non multi post self semi sub inter intra co hardly mostly chosen
    choose chooses pure truth rarely never order add adds added come comes go goes see sees did done able allow allows
    allowing lead leads point points
    """.split()
)
