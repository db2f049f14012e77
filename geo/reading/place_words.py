"""Words that decide whether a capitalised word is a place, and how it is used."""

from geo.reading.word_lists import word_set

COMMON_WORDS = word_set(
    # Capitalised words that gazetteers know as towns somewhere and news hardly ever means so.
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter
    military european spokesperson spokesman president minister government parliament senate
    army navy police court church union party republic democratic republicans democrats
    of the a an and or but for in on at to by as is it he she we they this that these those
    mobile reading nice most best police center central university college many much both police
    northern southern eastern western north south east west more some other new old first
    chief general major colonel captain lieutenant sergeant king queen prince pope saint
    islam muslim christian jewish catholic sunni shia shiite arab kurdish english latin
    internet twitter facebook google amazon apple telegram covid coronavirus
    covid-19 olympic olympics cup league game games world earth moon mars sun
    act bill house white black green gold brown young long strong love hope faith liberty
    independence freedom victory peace justice enterprise temple media press post
    times news herald tribune guardian independent telegraph mirror star sun
    christmas easter ramadan god jesus christ bible allah muhammad mohammed
    however meanwhile therefore while after before since until although
    """
)

NAME_HEADS = word_set(
    # The word after a place name that makes the whole the name of something else.
    """
    post times ilbo independent news herald tribune journal daily gazette guardian telegraph
    observer chronicle examiner globe star sun mirror mail express today weekly review monitor
    university college institute school academy airlines airways airline bank fc united
    city-fc stock exchange symphony orchestra philharmonic club cup open marathon festival
    convention treaty accord accords agreement protocol declaration act constitution
    party council commission committee court parliament congress senate assembly union
    association federation league foundation society corporation company inc ltd group
    department ministry bureau agency administration authority service police
    army navy force forces guard guards corps command fleet embassy consulate
    virus flu fever game games olympics prize award awards museum library theatre theater
    """
)

FACILITY_WORDS = word_set(
    """
    airport airfield airbase base bridge dam station stadium hospital prison jail port harbour
    harbor plant mine mosque church cathedral temple square palace tower building hotel mall
    market camp refinery university college school street avenue road highway park museum
    crossing checkpoint canal tunnel zoo arena center centre terminal garden gardens pier beach
    """
)

WATER_AND_LAND_WORDS = word_set(
    """
    river sea lake ocean bay gulf strait channel island islands peninsula mountain mountains
    valley desert coast basin reef cape mount hills forest falls glacier
    """
)

SETTLEMENT_WORDS = word_set(
    "city town village settlement port district suburb capital municipality hamlet island "
    "province region county state oblast neighborhood neighbourhood community"
)

LOCATIVE = word_set(
    "in at near from to into toward towards around outside across through over inside within "
    "throughout off via above between beyond southeast northeast southwest northwest"
)
"""Prepositions before a place that is meant as a place."""

BEFORE_PLACES = word_set("in at near to from outside around into toward towards")
"""Words that mostly have a place after them."""

AGENT_PREPOSITIONS = word_set("with by against for than between versus unlike like")
"""Prepositions before a state that is meant as an actor ("talks with Iran")."""

TERRITORY_WORDS = word_set("territory soil airspace waters mainland")
"""What makes a place of a demonym: "Russian territory"."""

SPEECH_AND_DECISION = word_set(
    """
    say announce deny warn accuse condemn demand urge claim confirm declare state tell report
    insist call vow pledge threaten reject refuse decide agree plan want seek ask approve impose
    order ban sign support oppose back criticize criticise blame believe view see hope fear
    consider propose offer accept send deploy launch provide supply supply withdraw recall expel
    summon respond retaliate negotiate recognise recognize vote hold help aid assist share use
    export import buy sell invade attack strike bomb shell annex join leave work continue make
    give take have do begin start stop try need face remain become know think expect
    """
)
"""Verbs whose subject acts: a state or capital there is a government."""

NOT_PERSONS = word_set(
    """
    bombing attack explosion blast crash fire flood earthquake protest shooting strike airport
    region area metropolitan city suburb border coast election primary caucus time summit
    conference talks bridge station river mountain resident residents street hospital
    """
)
"""Nouns before which a place name says where and not whose ("Kabul bombing")."""

TITLES = word_set(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady gen gen. col col. lt lt. sgt sgt. capt capt. "
    "rep rep. sen sen. gov gov. rev rev. president minister senator judge justice officer "
    "secretary chancellor king queen prince princess general colonel captain st"
)
"""Words before the name of a person."""

STREET_WORDS = word_set(
    "street st road rd avenue ave boulevard blvd drive lane highway route parkway way court "
    "circle square terrace place freeway interstate bypass crescent motorway expressway"
)

SITE_WORDS = (
    FACILITY_WORDS
    | WATER_AND_LAND_WORDS
    | STREET_WORDS
    | word_set(
        "county township twp twp. parish oblast province district region governorate creek hall "
        "house villa monument memorial base field cemetery clinic observatory reservoir "
        "plateau plain volcano range rainforest forest woods point ridge bluff heights hill"
    )
)
"""Last words of names of sites, streets, waters and lands."""

FIRST_WORDS = word_set(
    "lake mount mt mt. fort ft ft. port camp cape highway route interstate county river gulf "
    "strait sea bay isle isles north south east west northern southern eastern western "
    "northeast northwest southeast southwest upper lower new central greater"
)
"""First words of names of waters, mountains, roads and parts."""

OF_OFFICE = word_set(
    "president minister king queen government prime-minister governor mayor ministry parliament "
    "people leader ambassador senator senate army secretary chancellor premier member citizen "
    "republic court congress bishop archbishop prince duke behalf support part"
)
"""Nouns that belong to a state and not to a spot ("the president of Iran")."""

MEDIA_WORDS = word_set(
    "post times ilbo independent news herald tribune journal daily gazette guardian telegraph "
    "observer chronicle examiner globe star sun mirror mail express today weekly review monitor "
    "airlines airways airline"
)
"""The word after a place name that makes the whole a newspaper or an airline."""

DEEDS_TO_PLACES = word_set(
    """
    capture recapture retake seize seizure occupy occupation liberate liberation besiege siege
    encircle surround shell shelling bombard bombardment bomb bombing pound storm raid strike
    airstrike attack assault offensive hit target evacuate evacuation flee reach enter leave
    control hold defend defence defense lose fall advance withdraw withdrawal retreat march push
    battle fight fighting clash combat devastate flood rock shake ravage destroy
    """
)
"""Acts, as lemmas, whose object is often a place in reports of war and disaster."""
