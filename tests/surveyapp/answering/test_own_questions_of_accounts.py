SENTENCE = "Your own questions open through the link in the e-mail that invited you, not through this account."


def test_an_account_without_a_link_is_told_where_its_own_questions_are(signed_in, survey, words):
    page = signed_in().get("/survey/")
    assert (page.status_code, SENTENCE in words(page)) == (403, True)
    for address in ("/benchmarks/", "/survey/colleagues/", "/survey/link/"):
        assert f'href="{address}"' in page.content.decode()


def test_an_accounts_page_of_colleagues_leads_to_a_new_link(signed_in, kim, words):
    page = signed_in().get("/survey/colleagues/")
    assert SENTENCE in words(page)
    assert 'href="/survey/link/"' in page.content.decode()
    assert SENTENCE not in words(kim.browser.get("/survey/colleagues/"))


def test_a_browser_without_an_account_is_told_nothing_of_accounts(client, survey, words):
    assert SENTENCE not in words(client.get("/survey/"))
