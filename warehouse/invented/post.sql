-- one row per invented post: of every five, four are customers' and the fifth is the brand's answer to the one before it
with said (lang, topic, what, text) as (
  values
  ('en', 'delivery', 0, 'My parcel never arrived'),
  ('en', 'delivery', 1, 'The courier lost my package'),
  ('en', 'delivery', 2, 'Delivery is a week late'),
  ('en', 'delivery', 3, 'Still no delivery'),
  ('en', 'refund', 0, 'Where is my refund'),
  ('en', 'refund', 1, 'I want my money back'),
  ('en', 'refund', 2, 'You refuse to refund me'),
  ('en', 'refund', 3, 'Refund promised, never paid'),
  ('en', 'bug', 0, 'The app crashes on start'),
  ('en', 'bug', 1, 'The app freezes at login'),
  ('en', 'bug', 2, 'Update broke the app'),
  ('en', 'bug', 3, 'The app shows a blank screen'),
  ('en', 'billing', 0, 'Charged twice for one order'),
  ('en', 'billing', 1, 'Wrong invoice again'),
  ('en', 'billing', 2, 'A hidden fee on my bill'),
  ('en', 'billing', 3, 'My card was charged twice'),
  ('en', 'account', 0, 'My account is locked'),
  ('en', 'account', 1, 'I cannot log in any more'),
  ('en', 'account', 2, 'Password reset never comes'),
  ('en', 'account', 3, 'My account was closed'),
  ('en', 'staff', 0, 'Your agent was rude'),
  ('en', 'staff', 1, 'Nobody answers the phone'),
  ('en', 'staff', 2, 'Support hung up on me'),
  ('en', 'staff', 3, 'The shop staff laughed at me'),
  ('en', 'other', 0, 'Lovely scarf'),
  ('en', 'other', 1, 'When do you open'),
  ('en', 'other', 2, 'Nice shop'),
  ('en', 'other', 3, 'Do you sell kettles'),
  ('fr', 'delivery', 0, 'Mon colis est introuvable'),
  ('fr', 'delivery', 1, 'Le livreur a perdu mon paquet'),
  ('fr', 'delivery', 2, 'Livraison en retard'),
  ('fr', 'delivery', 3, 'Toujours pas de livraison'),
  ('fr', 'refund', 0, 'Où est mon remboursement'),
  ('fr', 'refund', 1, 'Je veux être remboursé'),
  ('fr', 'refund', 2, 'Vous refusez de me rembourser'),
  ('fr', 'refund', 3, 'Jamais remboursé'),
  ('fr', 'bug', 0, 'L''application plante'),
  ('fr', 'bug', 1, 'L''application se fige'),
  ('fr', 'bug', 2, 'La mise à jour a tout cassé'),
  ('fr', 'bug', 3, 'Un écran blanc'),
  ('fr', 'billing', 0, 'Débité deux fois'),
  ('fr', 'billing', 1, 'Une facture fausse'),
  ('fr', 'billing', 2, 'Des frais cachés'),
  ('fr', 'billing', 3, 'Ma carte débitée deux fois'),
  ('fr', 'account', 0, 'Mon compte est bloqué'),
  ('fr', 'account', 1, 'Connexion impossible'),
  ('fr', 'account', 2, 'Mot de passe jamais reçu'),
  ('fr', 'account', 3, 'Mon compte est fermé'),
  ('fr', 'staff', 0, 'Un agent impoli'),
  ('fr', 'staff', 1, 'Personne ne répond'),
  ('fr', 'staff', 2, 'On m''a raccroché au nez'),
  ('fr', 'staff', 3, 'Le vendeur a ri de moi'),
  ('fr', 'other', 0, 'Belle écharpe'),
  ('fr', 'other', 1, 'Quand ouvrez-vous'),
  ('fr', 'other', 2, 'Joli magasin'),
  ('fr', 'other', 3, 'Vendez-vous des bouilloires')
),

numbered as (
  select
    post.number,
    post.number % 5 = 4 as is_answer,
    post.number - cast(post.number % 5 = 4 as bigint) as opener,
    $start + to_microseconds(cast(post.number * $step_seconds * 1e6 as bigint)) as created_at
  from range($first, $last) as post (number)
),

diced as (
  select
    numbered.*,
    hash(numbered.opener, 'brand') % 10 as brand_die,
    hash(numbered.opener, 'place') % 10 as place_die,
    hash(numbered.opener, 'topic') % 20 as topic_die,
    hash(numbered.opener, 'mood') % 10 as mood_die,
    hash(numbered.opener, 'grave') % 20 as grave_die,
    hash(numbered.opener, 'lang') % 10 as lang_die,
    hash(numbered.opener, 'what') % 4 as what,
    hash(numbered.opener, 'who') % 50000 as who,
    cast(hash(numbered.opener, 'wait') % 28800 as bigint) as wait_seconds
  from numbered
),

named as (
  select
    diced.*,
    case
      when diced.brand_die < 6 then 'invented-one' when diced.brand_die < 9 then 'invented-two' else 'invented-three'
    end as brand,
    case
      when diced.place_die < 3 then 'mastodon'
      when diced.place_die < 6 then 'bluesky'
      when diced.place_die < 8 then 'play'
      else 'trustpilot'
    end as platform,
    case
      when diced.topic_die < 6 then 'delivery'
      when diced.topic_die < 10 then 'refund'
      when diced.topic_die < 13 then 'bug'
      when diced.topic_die < 15 then 'billing'
      when diced.topic_die < 17 then 'account'
      when diced.topic_die < 18 then 'staff'
      else 'other'
    end as topic,
    case when diced.lang_die < 7 then 'en' else 'fr' end as lang,
    case when diced.mood_die < 4 then 'negative' when diced.mood_die < 7 then 'neutral' else 'positive' end as mood,
    case
      when diced.grave_die < 1 then 'P1' when diced.grave_die < 4 then 'P2' when diced.grave_die < 12 then 'P3' else 'P4'
    end as severity,
    diced.number % 5 = 3 as is_answered,
    diced.number % 5 = 1 and diced.number >= $open_from as is_waiting,
    diced.created_at + to_seconds(case when diced.is_answer then diced.wait_seconds else 0 end) as posted_at
  from diced
),

promised as (
  select
    named.*,
    named.is_answered or named.is_waiting as needs_answer,
    case named.severity when 'P1' then 3600 when 'P2' then 14400 when 'P3' then 86400 else 259200 end as target_seconds
  from named
)

select
  promised.number,
  promised.is_answer,
  promised.brand,
  promised.platform,
  'post-' || cast(promised.number as varchar) as native_id,
  'post-' || cast(promised.opener as varchar) as thread_id,
  promised.topic,
  promised.lang,
  promised.severity,
  promised.needs_answer,
  promised.posted_at,
  promised.posted_at + interval 2 minute as seen_at,
  promised.posted_at + to_seconds(cast(0.8 * promised.target_seconds as bigint)) as warn_at,
  promised.posted_at + to_seconds(promised.target_seconds) as due_at,
  promised.target_seconds,
  case
    when promised.is_answered
      then promised.posted_at + to_seconds(promised.wait_seconds + cast($step_seconds as bigint))
  end as answered_at,
  case when promised.is_answered then 'post-' || cast(promised.number + 1 as varchar) end as answer_id,
  case when promised.needs_answer then 'negative' else promised.mood end as sentiment,
  cast(
    case promised.severity when 'P1' then 90 when 'P2' then 70 when 'P3' then 45 else 20 end + promised.number % 10 as integer
  ) as urgency,
  case
    when promised.is_answer then 'owner-' || promised.brand
    else 'author-' || cast(promised.who as varchar)
  end as author_id,
  case
    when promised.is_answer then 'We are sorry, and look into it at once. Please send us your order number.'
    else said.text || ' (' || cast(promised.number as varchar) || ')'
  end as text
from promised
inner join said
  on promised.lang = said.lang and promised.topic = said.topic and promised.what = said.what
